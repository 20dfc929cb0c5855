import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, expect, inject, it } from 'vitest';

const folder = join(import.meta.dirname, '../../../prisma/migrations');
let client: Client;
afterEach(() => client.end());

/** A database as it was before a migration, and what applies the rest. */
const databaseBefore = async (migration: string) => {
  const name = `k_${randomUUID().replaceAll('-', '')}`;
  const root = new Client({ connectionString: new URL('/postgres', inject('databaseUrl')).href });
  await root.connect();
  await root.query(`CREATE DATABASE "${name}"`);
  await root.end();
  client = new Client({ connectionString: new URL(`/${name}`, inject('databaseUrl')).href });
  await client.connect();
  const names = (await readdir(folder)).filter((each) => /^\d+_/.test(each)).sort();
  const at = names.findIndex((each) => each.endsWith(migration));
  const apply = async (list: readonly string[]): Promise<void> => {
    for (const each of list) await client.query(await readFile(join(folder, each, 'migration.sql'), 'utf8'));
  };
  await apply(names.slice(0, at));
  return { migrate: () => apply(names.slice(at)) };
};

/** One account with one workspace, one request and its executed contract. */
const fill = async () => {
  const ids = {
    workspace: randomUUID(),
    request: randomUUID(),
    contract: randomUUID(),
    version: randomUUID(),
  };
  await client.query(`
    INSERT INTO "portal" ("portalId", "updatedAt") VALUES (7, now());
    INSERT INTO "workspace" ("id", "portalId", "environment", "name", "baseUrl", "clientId", "clientSecret", "webhookToken", "updatedAt")
      VALUES ('${ids.workspace}', 7, 'uat', 'W', 'https://x', 'c', 's', 't', now());
    INSERT INTO "request" ("id", "portalId", "dealId", "workspaceId", "templateId", "templateName", "mappingVersionId", "idempotencyKey", "origin", "state", "plan", "planHash", "body", "updatedAt")
      VALUES ('${ids.request}', 7, '1', '${ids.workspace}', 1, 'Order Form', '${ids.version}', 'k', 'api', 'created', '{}', 'h', '{"external_metadata":{"record_data":{"vendor_id":"V-88"}}}', now());
    INSERT INTO "contract" ("id", "portalId", "workspaceId", "dealId", "requestId", "spotdraftId", "numericId", "name", "origin", "status", "statusAt", "statusMicros", "statusFrom", "verifiedAt", "createdAt", "executedAt", "keyPointers", "updatedAt")
      VALUES ('${ids.contract}', 7, '${ids.workspace}', '1', '${ids.request}', 'T-1', 1, 'Order form', 'generated', 'EXECUTED', now(), 1, 'webhook', now(), now(), '2026-11-21T09:59:41Z', '{"values":[{"fieldName":"value","value":{"type":"EUR","value":5}}]}', now());`);
  return ids;
};

it('alerts and ERP events become messages that go out, with what became of them', async () => {
  const { migrate } = await databaseBefore('outgoing_webhooks');
  const { contract, request } = await fill();
  const [alert, event] = [randomUUID(), randomUUID()];
  await client.query(`
    INSERT INTO "alert" ("id", "portalId", "body", "state", "attempts", "text")
      VALUES ('${alert}', 7, '{"type":"problem.opened","id":"p"}', 'failed', 8, 'The address answered 500.');
    INSERT INTO "erp_event" ("id", "portalId", "contractId", "kind", "createdAt") VALUES ('${event}', 7, '${contract}', 'contract.executed', '2026-11-21T10:00:00Z');`);
  await migrate();
  const { rows } = await client.query<Record<string, unknown>>(
    `SELECT "id", "target", "type", "state", "attempts", "text", "dedupeKey", "body"::jsonb AS "body" FROM "outgoing_webhook" ORDER BY "target"`,
  );
  expect(rows).toEqual([
    {
      id: alert,
      target: 'alert',
      type: 'problem.opened',
      state: 'failed',
      attempts: 8,
      text: 'The address answered 500.',
      dedupeKey: null,
      body: { type: 'problem.opened', id: 'p' },
    },
    {
      id: event,
      target: 'erp',
      type: 'contract.executed',
      state: 'waiting',
      attempts: 0,
      text: null,
      dedupeKey: `contract.executed:${contract}`,
      body: {
        id: event,
        type: 'contract.executed',
        portalId: 7,
        at: '2026-11-21T10:00:00.000Z',
        contract: {
          id: contract,
          requestId: request,
          dealId: '1',
          spotdraftId: 'T-1',
          referenceId: null,
          name: 'Order form',
          template: null,
          status: 'EXECUTED',
          link: null,
          executedAt: '2026-11-21T09:59:41.000Z',
          keys: { vendor_id: 'V-88' },
          metadata: { value: { type: 'EUR', value: 5 } },
          file: `/api/erp/contracts/${contract}/file`,
        },
      },
    },
  ]);
});

it('a contract keeps its status, and where it was held', async () => {
  const { migrate } = await databaseBefore('contract_status');
  const { contract } = await fill();
  await client.query(`UPDATE "contract" SET "status" = 'ON_HOLD', "heldFrom" = 'SIGN'`);
  await migrate();
  const { rows } = await client.query(`SELECT "id", "status", "heldFrom" FROM "contract"`);
  expect(rows).toEqual([{ id: contract, status: 'ON_HOLD', heldFrom: 'SIGN' }]);
});
