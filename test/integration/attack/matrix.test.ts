import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secondPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { erpCallContent } from '../../../src/features/erp/erp-keys.ts';
import type { Secret } from '../../../src/platform/secrets/secret.ts';
import { allRoutes } from '@dealdraft/wire/routes/all.ts';
import { send, signCall, type RawAnswer } from '../../../lab/world/signed-call.ts';
import { portalId } from '../../../lab/world/world.ts';
import { signature } from '../../standard-webhooks.ts';
import { forgeries } from './forgeries.ts';
import { sampleBody } from './sample-body.ts';
import { startTwoAccounts, type Person, type TwoAccounts } from './two-accounts.ts';

/**
 * Every route, with every id that it names, for everybody who must not: made from the list of routes, so that a new one
 * is attacked as soon as it is there.
 */
let stage: TwoAccounts;
beforeAll(async () => {
  stage = await startTwoAccounts();
});
afterAll(() => stage.stop());

type Target = (typeof allRoutes)[number];
const nameOf = ({ method, path }: Target): string => `${method} ${path}`;
const isSigned = ({ who }: Target): boolean => who === 'user' || who === 'admin' || who === 'hubspot';

/** The address with the first account's ids in it, or with others where they are given. */
const addressOf = ({ path }: Target, other: Readonly<Record<string, string>> = {}): string =>
  path.replaceAll(/:(\w+)/g, (_part, name: string) => {
    const given = other[name] ?? (stage.ids as Readonly<Record<string, string>>)[name];
    return given ?? (name === 'number' ? '1' : 'a'.repeat(32));
  });

const bodyOf = (target: Target): string => {
  const { workspaceId, templateId, contractId, dealId } = stage.ids;
  const known = {
    workspaceId,
    templateId: Number(templateId),
    contractId,
    dealId,
    idempotencyKey: randomUUID(),
    reason: 'A reason in some words',
    spotdraftId: stage.secrets[0],
  };
  return JSON.stringify(sampleBody(target.body, known) ?? {});
};

const call = async (
  target: Target,
  who: Person,
  { path = addressOf(target), body = bodyOf(target) }: { path?: string; body?: string } = {},
): Promise<RawAnswer> => {
  return send(signCall(stage.origin, { method: target.method, path, body, who }));
};

const forUsers = allRoutes.filter(({ who }) => who === 'user' || who === 'admin');
const isRefusal = ({ status, text }: RawAnswer): boolean =>
  status >= 400 ? status < 500 : (JSON.parse(text) as { ok?: boolean }).ok === false;
const leaks = ({ text }: RawAnswer): string[] => stage.secrets.filter((secret) => text.includes(secret));

/** Whatever a route is asked, by whomever it is not for, changes no row of the first account. */
const changesNothing = async (attack: () => Promise<void>): Promise<void> => {
  const before = await stage.rowsOfFirst();
  await attack();
  expect(await stage.rowsOfFirst()).toEqual(before);
};

describe('a call that HubSpot did not sign', () => {
  it.each(allRoutes.filter(isSigned).map((target) => [nameOf(target), target] as const))(
    '%s is refused, however it is forged',
    async (_name, target) => {
      const method = target.method;
      await changesNothing(async () => {
        for (const [how, forge] of Object.entries(forgeries)) {
          const made = { method, path: addressOf(target), body: bodyOf(target), who: stage.admin };
          const answer = await send(forge(stage.origin, made));
          expect({ how, status: answer.status, leaks: leaks(answer) }).toEqual({
            how,
            status: 401,
            leaks: [],
          });
        }
      });
    },
  );
});

/** Ids that nobody has. */
const unknown = ({ ids }: Target): Record<string, string> =>
  Object.fromEntries(ids.map((id) => [id, isNumber(id) ? '70000007' : randomUUID()]));
const isNumber = (id: string): boolean => id === 'dealId' || id === 'templateId';
/** What an answer says, without the ids that were asked for; those of a digit or two stand everywhere. */
const saying = ({ text }: RawAnswer, ids: Readonly<Record<string, string>>): string =>
  Object.entries(ids)
    .filter(([, id]) => id.length > 2)
    .reduce((said, [name, id]) => said.replaceAll(id, name), text);

describe('the admin of another account', () => {
  it.each(forUsers.map((target) => [nameOf(target), target] as const))(
    '%s gives and changes nothing of this one, nor tells whether it is there',
    async (_name, target) => {
      await changesNothing(async () => {
        const answer = await call(target, stage.stranger);
        expect(answer.status).toBe(200);
        expect(leaks(answer)).toEqual([]);
        if (target.ids.length === 0) return;
        const none = unknown(target);
        const ofNobody = await call(target, stage.stranger, { path: addressOf(target, none) });
        expect(saying(answer, stage.ids)).toBe(saying(ofNobody, none));
      });
    },
  );
});

describe('a user who is no admin', () => {
  it.each(allRoutes.filter(({ who }) => who === 'admin').map((target) => [nameOf(target), target] as const))(
    '%s is refused, whatever it is asked',
    async (_name, target) => {
      await changesNothing(async () => {
        for (const body of [bodyOf(target), '{}', '[]', '"x"'])
          expect(JSON.parse((await call(target, stage.seller, { body })).text)).toMatchObject({
            ok: false,
            error: { code: 'not_permitted' },
          });
      });
    },
  );
});

const hostileIds = [
  '%00',
  '0',
  '-1',
  '9'.repeat(40),
  'a'.repeat(5_000),
  '..%2f..%2fmetrics',
  "'%3bDROP TABLE portal%3b--".replaceAll(' ', '%20'),
  '%F0%9F%92%A9',
  '%ff%fe',
  '00000000-0000-0000-0000-000000000000',
  '__proto__',
];
describe('an id that is none', () => {
  it.each(
    allRoutes
      .filter((target) => isSigned(target) && target.ids.length > 0)
      .map((target) => [nameOf(target), target] as const),
  )('%s is refused in words, or found nowhere', async (_name, target) => {
    const none = unknown(target);
    const body = bodyOf(target);
    const ofNobody = saying(await call(target, stage.admin, { path: addressOf(target, none), body }), none);
    for (const id of target.ids)
      for (const hostile of hostileIds) {
        const ids = { ...none, [id]: hostile };
        const answer = await call(target, stage.admin, { path: addressOf(target, ids), body });
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toContain('unexpected');
        if (!isRefusal(answer)) expect(saying(answer, ids)).toBe(ofNobody);
      }
  });
});

const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const hostileBodies = [
  '',
  'null',
  '[]',
  '7',
  '{',
  '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}',
  deep(2_000),
  JSON.stringify({ templateId: 2 ** 60, workspaceId: 'x'.repeat(50_000), choices: { a: null } }),
  `{"reason":"\\u0000\\ud800","idempotencyKey":"\\u0000","planHash":"\\u0000"}`,
];
/** Some routes need nothing of a body: what they can read is no attack. */
const isReadable = ({ body }: Target, text: string): boolean => {
  try {
    return body.safeParse(text === '' ? {} : JSON.parse(text)).success;
  } catch {
    return false;
  }
};
describe('a body that is none', () => {
  it.each(
    allRoutes
      .filter((target) => isSigned(target) && target.method === 'POST')
      .map((target) => [nameOf(target), target] as const)
      .filter(([, target]) => sampleBody(target.body, {}) !== undefined),
  )('%s is refused in words, and changes nothing', async (_name, target) => {
    await changesNothing(async () => {
      for (const body of hostileBodies.filter((text) => !isReadable(target, text))) {
        const answer = await call(target, stage.admin, { body });
        expect(answer.status).toBeLessThan(500);
        expect(isRefusal(answer), body.slice(0, 60)).toBe(true);
        expect(answer.text).not.toContain('unexpected');
      }
    });
  });
});

describe('an ERP', () => {
  const ask = async (
    target: Target,
    {
      portal,
      key,
      at = new Date(),
      signedPath,
    }: { portal: number; key: Secret | null; at?: Date; signedPath?: string },
  ) => {
    const [path, id, { method }] = [addressOf(target), randomUUID(), target];
    const body = method === 'GET' ? '' : bodyOf(target);
    const content = erpCallContent({ method, path: signedPath ?? path, body }).toString();
    return send({
      url: stage.origin + path,
      init: {
        method,
        headers: {
          'content-type': 'application/json',
          'dealdraft-portal': String(portal),
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          ...(key === null ? {} : { 'webhook-signature': signature(key.reveal(), { id, at, content }) }),
        },
        ...(method === 'GET' ? {} : { body }),
      },
    });
  };
  it.each(allRoutes.filter(({ who }) => who === 'erp').map((target) => [nameOf(target), target] as const))(
    '%s is refused without the key of the account, and gives nothing of another one',
    async (_name, target) => {
      const { first, second } = stage.erpKeys;
      const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);
      await changesNothing(async () => {
        for (const forged of [
          { portal: portalId, key: null },
          { portal: portalId, key: second },
          { portal: secondPortalId, key: first },
          { portal: 1, key: first },
          { portal: portalId, key: first, at: minutes(-6) },
          { portal: portalId, key: first, at: minutes(6) },
          { portal: portalId, key: first, signedPath: '/api/erp/other' },
        ])
          expect((await ask(target, forged)).status).toBe(401);
        const theirs = await ask(target, { portal: secondPortalId, key: second });
        expect(leaks(theirs)).toEqual([]);
        if (target.ids.length > 0) expect(theirs.status).toBe(404);
      });
    },
  );
});

describe('SpotDraft’s webhooks and kept files', () => {
  it.each(
    allRoutes
      .filter(({ who }) => who === 'spotdraft' || who === 'link')
      .map((target) => [nameOf(target), target] as const),
  )('%s is refused without a signature or a token that was given out', async (_name, target) => {
    const tokens = ['a', 'a'.repeat(32), 'a'.repeat(43), '%00', '..%2f', '__proto__', 'x'.repeat(4_000)];
    await changesNothing(async () => {
      for (const token of tokens)
        for (const header of ['', 'ab'.repeat(64), 'x']) {
          const { status } = await send({
            url: stage.origin + addressOf(target, { token }),
            init: {
              method: target.method,
              headers: { 'x-sd-webhook-content-hash': header },
              ...(target.method === 'GET' ? {} : { body: '{}' }),
            },
          });
          expect([400, 401, 404, 414]).toContain(status);
        }
    });
  });
});

it('is attacked in at least 2,400 ways', () => {
  const [signed, admins] = [allRoutes.filter(isSigned), allRoutes.filter(({ who }) => who === 'admin')];
  const ids = signed.reduce((count, target) => count + target.ids.length, 0);
  const forged = signed.length * Object.keys(forgeries).length;
  expect(forged + forUsers.length + admins.length * 4 + ids * hostileIds.length).toBeGreaterThan(2_400);
});
