import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { allRoutes } from '@dealdraft/wire/routes/all.ts';
import { accessTokens, secondPortalId, userIds } from '../../../sandbox/hubspot/state/accounts.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { claim, settingsOf } from '../../../lab/world/settings.ts';
import { send, signCall, type RawAnswer, type Sendable } from '../../../lab/world/signed-call.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

/**
 * Every route × every id of another account × everybody who may not: made from the list of routes, so a new route is attacked from
 * its first day. Nothing of the other account is told, and none of its rows changes.
 */
let world: World;
let go: Journey;
let origin = '';
/** Of the account under attack, by the name of the place in an address. */
let idsOf: Record<string, readonly string[]>;
/** What must not be told to anybody else. */
let marks: readonly string[];

beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    ...roomyHubSpot,
    environment: { ...roomyHubSpot.environment, SWEEP_EVERY_MS: '86400000', TRUST_PROXY: 'loopback' },
  });
  origin = world.config.PUBLIC_ORIGIN;
  go = journey(world);
  await claim(settingsOf(world));
  const connected = await world.app.connectPortal({
    portalId: secondPortalId,
    name: 'Fjord Lighting',
    accessToken: new Secret(accessTokens[secondPortalId] ?? ''),
    timeZone: 'Europe/Copenhagen',
    defaultCurrency: 'DKK',
  });
  expect(connected.ok).toBe(true);
  await world.db.portal.update({
    where: { portalId: secondPortalId },
    data: { settings: { admins: ['stranger@elsewhere.example'] } },
  });
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const made = await go.make(dealId, 'Mutual NDA (Individual)');
  await go.quiet();
  const { db } = world;
  const delivery = await until('a delivery', () => db.delivery.findFirst({ where: { portalId } }));
  const [action, problem, rule, set, run] = await Promise.all([
    db.contractAction.create({
      data: {
        portalId,
        contractId: made.row.id,
        idempotencyKey: 'attacked',
        action: 'remind',
        origin: 'card',
        state: 'failed',
      },
    }),
    db.problem.create({ data: { portalId, key: 'deal_gone:attacked', kind: 'deal_gone', dealId } }),
    db.stageRule.create({ data: { portalId, kind: 'move', content: {}, createdBy: 'a', updatedBy: 'a' } }),
    db.contractSet.create({ data: { portalId, name: 'Attacked set', content: {}, updatedBy: 'a' } }),
    db.coverageRun.create({
      data: {
        portalId,
        workspaceId: world.workspaceId,
        templateId: made.row.templateId ?? 0,
        pipelineId: 'default',
        content: {},
        wanted: 1,
        startedBy: 'a',
        state: 'done',
      },
    }),
  ]);
  const firing = await db.ruleFiring.create({
    data: {
      portalId,
      ruleId: rule.id,
      ruleVersion: 1,
      dealId,
      round: 'attacked',
      cause: 'person',
      why: 'a',
      effect: {},
      state: 'asking',
    },
  });
  idsOf = {
    dealId: [dealId],
    templateId: [String(made.row.templateId)],
    actionId: [action.id],
    contractId: [made.row.id],
    deliveryId: [delivery.id],
    firingId: [firing.id],
    problemId: [problem.id],
    requestId: [made.requestId],
    ruleId: [rule.id],
    runId: [run.id],
    setId: [set.id],
    workspaceId: [world.workspaceId],
  };
  marks = [made.row.spotdraftId, made.row.name, 'Northwind production', 'Attacked set'];
});
afterAll(() => world.stop());

type Who = { portalId: number; userId: number; userEmail: string };
const stranger: Who = {
  portalId: secondPortalId,
  userId: userIds.daniel,
  userEmail: 'stranger@elsewhere.example',
};
const seller: Who = { portalId, userId: userIds.ben, userEmail: 'no.admin@northwind.example' };
const minutes = 60_000;

/** Bodies that a route may take: what it asks for beside the ids, none of which makes it right. */
const bodies = (): readonly string[] => [
  '{}',
  '[]',
  '{"ids":[],"revision":0,"content":{}}',
  JSON.stringify({
    ...Object.fromEntries(
      Object.entries(idsOf).map(([name, [id]]) => [name, name === 'templateId' ? Number(id) : id]),
    ),
    idempotencyKey: 'attack-matrix-1',
    planHash: 'x',
    choices: {},
    action: 'void',
    reason: 'attacked',
    text: idsOf['contractId']?.[0],
    spotdraftId: marks[0],
    confirmMove: true,
    confirmName: 'Northwind production',
    confirm: String(portalId),
    format: 'PDF',
    state: 'paused',
    answer: 'decline',
    ids: [idsOf['deliveryId']?.[0]],
    email: 'attacked@northwind.example',
  }),
];

type Cell = {
  name: string;
  route: (typeof allRoutes)[number];
  call: Sendable;
  refusedBy: 'door' | 'service';
};

const fill = (path: string): string =>
  path.replaceAll(/:(\w+)/g, (_whole, name: string) => idsOf[name]?.[0] ?? 'A'.repeat(32));

/** Each attacker is a way to make the call; `door`: it must end in 401 before anything is done. */
const attackers: readonly {
  name: string;
  of: (route: (typeof allRoutes)[number]) => boolean;
  refusedBy: Cell['refusedBy'];
  call: (method: string, path: string, body: string) => Sendable;
}[] = [
  {
    name: 'an admin of another account',
    of: ({ who }) => who === 'admin' || who === 'user',
    refusedBy: 'service',
    call: (method, path, body) => signCall(origin, { method, path, body, who: stranger }),
  },
  {
    name: 'a user without rights',
    of: ({ who }) => who === 'admin',
    refusedBy: 'service',
    call: (method, path, body) => signCall(origin, { method, path, body, who: seller }),
  },
  {
    name: 'nobody, unsigned',
    of: ({ who }) => who !== 'anybody',
    refusedBy: 'door',
    call: (method, path, body) => ({
      url: origin + path,
      init: {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body }),
      },
    }),
  },
  ...[-6, 6].map((offset) => ({
    name: `signed ${String(offset)} minutes from now`,
    of: ({ who }: { who: string }) => who === 'admin' || who === 'user' || who === 'hubspot',
    refusedBy: 'door' as const,
    call: (method: string, path: string, body: string) =>
      signCall(origin, { method, path, body, who: seller, at: Date.now() + offset * minutes }),
  })),
  {
    name: 'a signature of another body',
    of: ({ who, method }) => method === 'POST' && (who === 'admin' || who === 'user' || who === 'hubspot'),
    refusedBy: 'door',
    call: (method, path, body) => {
      const call = signCall(origin, { method, path, body: '{"other":1}', who: seller });
      return { ...call, init: { ...call.init, body } };
    },
  },
  {
    name: 'a signature of another address',
    of: ({ who }) => who === 'admin' || who === 'user' || who === 'hubspot',
    refusedBy: 'door',
    call: (method, path, body) => {
      const { init } = signCall(origin, { method, path: '/api/card/deals/1', body, who: seller });
      return { url: signCall(origin, { method, path, body, who: seller }).url, init };
    },
  },
  {
    name: 'a signature with another account put in',
    of: ({ who }) => who === 'admin' || who === 'user',
    refusedBy: 'door',
    call: (method, path, body) => {
      const call = signCall(origin, { method, path, body, who: stranger });
      return {
        ...call,
        url: call.url.replace(`portalId=${String(secondPortalId)}`, `portalId=${String(portalId)}`),
      };
    },
  },
  ...['', 'AAAA', `${'A'.repeat(43)}=`].map((signature) => ({
    name: `the signature ${JSON.stringify(signature)}`,
    of: ({ who }: { who: string }) => who === 'admin' || who === 'user' || who === 'hubspot',
    refusedBy: 'door' as const,
    call: (method: string, path: string, body: string) => {
      const call = signCall(origin, { method, path, body, who: seller });
      return {
        ...call,
        init: { ...call.init, headers: { ...call.init.headers, 'X-HubSpot-Signature-v3': signature } },
      };
    },
  })),
];

/** Everything of the account under attack. The log of calls and the audit list tell of its own admins alone, so they count, too. */
const rows = async (): Promise<string> => {
  const { db } = world;
  const where = { portalId };
  const tables = await Promise.all([
    db.contract.findMany({ where, orderBy: { id: 'asc' } }),
    db.request.findMany({ where, orderBy: { id: 'asc' } }),
    db.contractAction.findMany({ where, orderBy: { id: 'asc' } }),
    db.contractEvent.findMany({ where, orderBy: { id: 'asc' } }),
    db.delivery.findMany({ where, orderBy: { id: 'asc' }, omit: { body: true } }),
    db.workspace.findMany({ where, orderBy: { id: 'asc' }, omit: { updatedAt: true } }),
    db.mapping.findMany({ where, orderBy: { id: 'asc' } }),
    db.mappingDraft.findMany({ where }),
    db.stageRule.findMany({ where }),
    db.ruleFiring.findMany({ where }),
    db.contractSet.findMany({ where }),
    db.problem.findMany({ where, orderBy: { id: 'asc' } }),
    db.auditEntry.findMany({ where, orderBy: { id: 'asc' } }),
    db.erasure.findMany({ where }),
    db.portal.findMany({ where, omit: { updatedAt: true } }),
  ]);
  return JSON.stringify(tables, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
};

const cells = (): Cell[] =>
  allRoutes.flatMap((route) =>
    attackers
      .filter(({ of }) => of(route))
      .flatMap(({ name, refusedBy, call }) =>
        (route.method === 'GET' ? [''] : bodies()).map((body, index) => ({
          name: `${route.method} ${route.path} by ${name}, body ${String(index)}`,
          route,
          refusedBy,
          call: call(route.method, fill(route.path), body),
        })),
      ),
  );

const violationOf = ({ name, refusedBy, route }: Cell, { status, text }: RawAnswer): string | null => {
  if (status >= 500) return `${name}: ${String(status)}`;
  const told = marks.find((mark) => text.includes(mark));
  if (told !== undefined) return `${name}: tells ${told}`;
  if (refusedBy === 'door') {
    const expected = route.who === 'link' ? [404] : [401];
    return expected.includes(status) ? null : `${name}: ${String(status)} ${text.slice(0, 80)}`;
  }
  // What names something of the other account is not there; what names nothing is the asker's own.
  const isOk = text.startsWith('{"ok":true') && !saysNothing(text);
  const isOwn =
    route.ids.every((id) => id === 'dealId' || id === 'templateId') && name.includes('another account');
  return isOk && !isOwn && !harmless.has(`${route.method} ${route.path}`)
    ? `${name}: ${text.slice(0, 120)}`
    : null;
};
/** An empty list is what somebody gets for an id that nobody has. */
const saysNothing = (text: string): boolean => {
  const { data } = JSON.parse(text) as { data: Record<string, unknown> | null };
  return Object.values(data ?? {}).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
};
/** These answer the same whether there was anything to hide. */
const harmless = new Set([
  'POST /api/card/requests/:requestId/dismiss',
  'POST /api/card/actions/:actionId/dismiss',
]);

describe('every way in, by everybody who may not', () => {
  it('tells nothing and changes nothing', async () => {
    const all = cells();
    const before = await rows();
    const violations: string[] = [];
    const lanes = 16;
    await Promise.all(
      Array.from({ length: lanes }, async (_lane, lane) => {
        for (let index = lane; index < all.length; index += lanes) {
          const cell = all[index];
          if (cell === undefined) continue;
          // Callers who are refused are limited by address: each comes from one of its own.
          const address = `10.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`;
          const headers = { ...cell.call.init.headers, 'x-forwarded-for': address };
          const answer = await send({ ...cell.call, init: { ...cell.call.init, headers } });
          const violation = violationOf(cell, answer);
          if (violation !== null) violations.push(violation);
        }
      }),
    );
    expect(violations).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(2_400);
    expect(await rows()).toBe(before);
  });
});
