import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { accessTokens, secondPortalId, userIds } from '../../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { newWebhookKey } from '../../../src/platform/outbound/webhook-signature.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { raiseProblem } from '../../../src/features/problems/problems.ts';
import type { IdName } from '@dealdraft/wire/routes/params.ts';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { claim, settingsOf } from '../../../lab/world/settings.ts';
import { portalId, startWorld, type World } from '../../../lab/world/world.ts';

const never = String(24 * 3_600_000);

const person = (world: World, portal: number, userId: number) => {
  const user = world.hubspot.control.portal(portal).users.find(({ id }) => id === userId);
  if (user === undefined) throw new Error(`no user ${String(userId)}`);
  return { portalId: portal, userId, userEmail: user.email };
};
export type Person = ReturnType<typeof person>;

/** A second account with an admin of its own, and a workspace of its own. */
const connectSecond = async (world: World): Promise<void> => {
  const portal = await world.app.connectPortal({
    portalId: secondPortalId,
    name: 'Fjord Lighting',
    accessToken: new Secret(accessTokens[secondPortalId] ?? ''),
    timeZone: 'Europe/Copenhagen',
    defaultCurrency: 'DKK',
  });
  if (!portal.ok) throw new Error(JSON.stringify(portal.failure));
  const workspace = await world.app.connectWorkspace({
    portalId: secondPortalId,
    environment: 'uat',
    name: 'Fjord',
    baseUrl: world.spotdraft.origin,
    clientId: sandboxCredentials.uat.clientId,
    clientSecret: new Secret(sandboxCredentials.uat.clientSecret),
    userEmail: null,
  });
  if (!workspace.ok) throw new Error(workspace.failure.text.log);
  const claimed = await world.hubspot.control.callCard({
    portalId: secondPortalId,
    userId: userIds.daniel,
    method: 'POST',
    path: '/api/settings/access/claim',
  });
  if (claimed.status !== 200) throw new Error('the second account has no admin');
};

/** One of everything that an address can name, all of the first account. */
const fillFirst = async (world: World): Promise<Record<IdName, string>> => {
  const go = journey(world);
  const settings = settingsOf(world);
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const made = await go.make(dealId);
  await go.quiet();
  const { db, workspaceId } = world;
  const contractId = made.row.id;
  const action = await db.contractAction.create({
    data: {
      portalId,
      contractId,
      idempotencyKey: randomUUID(),
      action: 'void',
      origin: 'card',
      state: 'failed',
      failure: {},
    },
  });
  const rule = await settings.post<{ id: string }>('/automation/rules', {
    content: {
      kind: 'generate',
      name: 'Secret rule of the first',
      pipelineId: 'default',
      stageId: 'contractsent',
      templateId: await go.templateId('Order Form'),
    },
  });
  const firing = await db.ruleFiring.create({
    data: {
      portalId,
      ruleId: rule.id,
      ruleVersion: 1,
      dealId,
      round: 'attack',
      cause: 'person',
      why: 'Secret reason of the first',
      effect: { do: 'ask_to_void', contractIds: [] },
      state: 'asking',
    },
  });
  const set = await settings.post<{ id: string }>('/automation/sets', {
    content: { name: 'Secret set of the first', members: [{ templateId: made.row.templateId }] },
  });
  await raiseProblem(db, {
    portalId,
    kind: 'job_given_up',
    about: 'attack',
    detail: 'Secret problem of the first',
  });
  const problem = await db.problem.findFirstOrThrow({ where: { portalId, key: { endsWith: ':attack' } } });
  const run = await db.sweepRun.create({
    data: {
      portalId,
      workspaceId,
      cause: 'demand',
      state: 'done',
      windowFrom: new Date(0),
      windowTo: new Date(),
      position: {},
      message: 'Secret run of the first',
    },
  });
  const delivery = await db.delivery.findFirstOrThrow({ where: { portalId, source: 'spotdraft' } });
  await go.quiet();
  return {
    dealId,
    templateId: String(made.row.templateId),
    actionId: action.id,
    contractId,
    deliveryId: delivery.id,
    firingId: firing.id,
    problemId: problem.id,
    requestId: made.requestId,
    ruleId: rule.id,
    runId: run.id,
    setId: set.id,
    workspaceId,
  };
};

/** What an answer to anybody else must not hold. */
const secretsOf = async ({ db }: World): Promise<string[]> => {
  const contracts = await db.contract.findMany({ where: { portalId } });
  return [
    ...contracts.flatMap(({ spotdraftId, name }) => [spotdraftId, name]),
    'of the first',
    'Northwind production',
    'northwind-robotics.example',
  ];
};

/** Logs and queues, in which whatever is called may leave a trace, and what is the same for all accounts. */
const notCompared = ['vendor_call', 'budget', 'job_lease', 'duty', 'signed_call'];

/** Every row of the first account, as one text for each table. */
const fingerprint = async (client: Client): Promise<Record<string, string>> => {
  const tables = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'portalId' AND table_name <> ALL ($1)`,
    [notCompared],
  );
  const prints = tables.rows.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' rows ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS print
        FROM "${name}" t WHERE "portalId" = ${String(portalId)}`,
  );
  const { rows } = await client.query<{ name: string; print: string }>(prints.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
};

/** Two accounts on one installation; the first has one of everything, and nothing in it moves by itself. */
export const startTwoAccounts = async () => {
  const world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: {
      ...roomyHubSpot.environment,
      SPOTDRAFT_REQUESTS_PER_S: '1000',
      ACCEPT_V2_WORKFLOW_SIGNATURES: 'false',
      AUTOMATION_TICK_MS: never,
      SETTINGS_TICK_MS: never,
      SCHEMA_WATCH_MS: never,
      UPKEEP_TICK_MS: never,
      SWEEP_EVERY_MS: never,
    },
    hubspot: roomyHubSpot.hubspot,
    spotdraft: { rateLimitPerSecond: 1000 },
  });
  await claim(settingsOf(world));
  await connectSecond(world);
  const ids = await fillFirst(world);
  const erpKeys = { first: newWebhookKey(), second: newWebhookKey() };
  await world.app.linkErp({ portalId, key: erpKeys.first, eventsUrl: null });
  await world.app.linkErp({ portalId: secondPortalId, key: erpKeys.second, eventsUrl: null });
  await journey(world).quiet();
  const client = new Client({ connectionString: world.databaseUrl });
  await client.connect();
  return {
    world,
    origin: world.config.PUBLIC_ORIGIN,
    /** The first account's, by their names in addresses. */
    ids,
    erpKeys,
    secrets: await secretsOf(world),
    admin: person(world, portalId, userIds.ada),
    /** Of the first account, and no admin. */
    seller: person(world, portalId, userIds.ben),
    /** The second account's admin. */
    stranger: person(world, secondPortalId, userIds.daniel),
    rowsOfFirst: () => fingerprint(client),
    stop: async (): Promise<void> => {
      await client.end();
      await world.stop();
    },
  };
};
export type TwoAccounts = Awaited<ReturnType<typeof startTwoAccounts>>;
