import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accountTables } from '../../../src/features/privacy/data-map.ts';
import { requestErasure } from '../../../src/features/privacy/request-erasure.ts';
import { journey, roomyHubSpot, type Journey, type Made } from '../../../lab/world/journey.ts';
import { claim, settingsOf } from '../../../lab/world/settings.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

/** People are erased from everything that is kept, and a dump of the whole database is the judge. */
let world: World;
let go: Journey;
let sql: Client;

beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
  sql = new Client({ connectionString: world.databaseUrl });
  await sql.connect();
  await claim(settingsOf(world));
});
afterAll(async () => {
  await sql.end();
  await world.stop();
});

/** Of every table, whosever it is, every column that can hold text: where a word stands. */
const placesOf = async (words: readonly string[]): Promise<string[]> => {
  const { rows } = await sql.query<{ schema: string; table: string; column: string; type: string }>(
    `SELECT table_schema AS "schema", table_name AS "table", column_name AS "column", data_type AS "type" FROM information_schema.columns
     WHERE table_schema IN ('public', 'pgboss') AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')`,
  );
  expect(rows.length).toBeGreaterThan(150);
  const found: string[] = [];
  for (const { schema, table, column, type } of rows) {
    const value = type === 'bytea' ? `convert_from("${column}", 'LATIN1')` : `"${column}"::text`;
    for (const word of words) {
      const sought = type === 'bytea' ? Buffer.from(word, 'utf8').toString('latin1') : word;
      const { rowCount } = await sql.query(
        `SELECT 1 FROM "${schema}"."${table}" WHERE ${value} ILIKE '%' || $1 || '%'`,
        [sought],
      );
      if (rowCount !== 0) found.push(`${schema}.${table}.${column} ${word}`);
    }
  }
  return [...new Set(found)];
};

type Who = { id: string; email: string; first: string; last: string; words: string[] };

const contactOf = (dealId: string): string => {
  const edges = world.hubspot.control.portal(portalId).associations.get(`deals/${dealId}`);
  const key = [...(edges?.keys() ?? [])].find((each) => each.startsWith('contacts/'));
  return key?.slice('contacts/'.length) ?? '';
};

/** A deal whose signatory is somebody of whom there is only one. */
const dealOf = (first: string, last: string, email: string): { dealId: string; who: Who } => {
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const id = contactOf(dealId);
  world.hubspot.control.edit('contacts', id, { firstname: first, lastname: last, email });
  return { dealId, who: { id, email, first, last, words: [email, `${first} ${last}`] } };
};

const rowsOf = (contractId: string) =>
  world.db.contract.findUniqueOrThrow({
    where: { id: contractId },
    include: { request: true, events: true },
  });
const receipt = (id: string) =>
  until('there is a receipt', () => world.db.erasure.findFirst({ where: { id, state: 'done' } }));
const erase = async (who: { email: string }) =>
  receipt(
    await world.db.$transaction((tx) =>
      requestErasure({ ...world.app.deps, tx }, { portalId, who, askedBy: 'admin' }),
    ),
  );
const sign = async ({ numericId, row }: Made): Promise<void> => {
  for (const action of ['mark', 'sign-all']) go.person(numericId, action);
  await go.rowWhen('the document is attached', row.id, ({ attachedAt }) => attachedAt !== null);
  await go.quiet();
};

describe('a contact whom HubSpot was told to forget', () => {
  it('is in no row of the database, and an executed contract keeps its proof', async () => {
    const { dealId, who } = dealOf('Zóphia', 'Quillfeather', 'zophia.q@only-here.example');
    const other = dealOf('Bram', 'Otherwise', 'bram@only-there.example');
    const executed = await go.make(dealId, 'Mutual NDA (Individual)');
    const open = await go.make(dealId);
    const beside = await go.make(other.dealId);
    await sign(executed);
    // What quotes the person beside the contract itself.
    await world.db.problem.create({
      data: {
        portalId,
        key: 'document_not_attached:x',
        kind: 'document_not_attached',
        context: { reason: `The mailbox of ${who.first} ${who.last} is full` },
        detail: `<${who.email.toUpperCase()}> refused`,
      },
    });
    await world.db.auditEntry.create({
      data: {
        portalId,
        who: who.email,
        action: 'contract_linked',
        subject: 'x',
        text: `Linked ${who.first}  ${who.last}`,
      },
    });
    expect(await placesOf(who.words)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^public\.request\.body/) as string,
        expect.stringMatching(/^public\.contract\.people/) as string,
        expect.stringMatching(/^public\.delivery\.body/) as string,
        expect.stringMatching(/^public\.audit_entry\.who/) as string,
      ]),
    );
    const before = await rowsOf(executed.row.id);

    world.hubspot.control.forgetContact(who.id);
    const done = await until('the receipt', () =>
      world.db.erasure.findFirst({ where: { portalId, askedBy: 'hubspot', state: 'done' } }),
    );
    await go.quiet();
    expect(await placesOf(who.words)).toEqual([]);
    expect(done).toMatchObject({ subject: null, kept: { proofs: 1 } });
    expect(done.counts).toMatchObject({ contract: 2, request: 2 });
    const after = await rowsOf(executed.row.id);
    expect(after.proof).toMatchObject({ planHash: before.request?.planHash });
    expect(after).toMatchObject({ status: 'EXECUTED', executedAt: before.executedAt, fileId: before.fileId });
    expect(JSON.stringify(after.sentPlan)).not.toContain(who.first);
    // Of others nothing is lost.
    expect(await placesOf(other.who.words)).not.toEqual([]);
    expect((await rowsOf(beside.row.id)).erasedAt).toBeNull();

    // SpotDraft still knows the person: its news and its reads bring them back to no row that stays.
    go.person(open.numericId, 'send');
    await go.rowWhen('its news still count', open.row.id, ({ status }) => status === 'REDLINING');
    await world.db.$transaction((tx) =>
      world.app.deps.enqueue(tx, 'contract.people', { payload: { portalId, contractId: open.row.id } }),
    );
    await go.quiet();
    const { forgetOld } = await import('../../../src/features/privacy/retention.ts');
    await forgetOld(world.app.deps);
    expect(await placesOf(who.words)).toEqual([]);
  });
});

describe('a person whom an admin has erased by email address', () => {
  it('is gone with the name that stands beside it, and mappings that name them are reported', async () => {
    const { dealId, who } = dealOf('Ottoline', 'Fernsby-Vane', 'ottoline@found-by.example');
    const made = await go.make(dealId);
    await go.quiet();
    const version = await world.db.mappingVersion.findFirstOrThrow({ where: { portalId } });
    await world.db.mappingVersion.update({ where: { id: version.id }, data: { author: who.email } });
    await world.db.portal.update({
      where: { portalId },
      data: { name: `Office of ${who.first} ${who.last}` },
    });
    await world.db.auditEntry.create({
      data: { portalId, who: who.email, action: 'contract_linked', subject: 'x', text: 'y' },
    });
    // It breaks half-way, when the contract itself no longer tells who it was.
    await sql.query(
      'CREATE TRIGGER "break" BEFORE UPDATE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "audit_is_kept"()',
    );
    const waiting = erase({ email: who.email.toUpperCase() });
    await until('it broke', async () => {
      const { rowCount } = await sql.query(
        `SELECT 1 FROM pgboss.job WHERE name = 'person.erase' AND state = 'retry'`,
      );
      return rowCount !== 0 && (await rowsOf(made.row.id)).erasedAt !== null;
    });
    await sql.query('DROP TRIGGER "break" ON "audit_entry"');
    const done = await waiting;
    await go.quiet();
    expect(done.kept).toMatchObject({ portal: 1 });
    expect(done.counts).toMatchObject({ contract: 1, request: 1, mapping_version: 1 });
    expect(await placesOf(who.words)).toEqual(['public.portal.name Ottoline Fernsby-Vane']);
    expect((await rowsOf(made.row.id)).erasedAt).not.toBeNull();
  });

  it('ends a request that was not posted yet without a contract', async () => {
    const { dealId, who } = dealOf('Ignatz', 'Wobblethorpe', 'ignatz@not-yet.example');
    world.spotdraft.control.addFault({ kind: 'revoke-credentials', workspace: 'production' });
    const clicked = await go.click(dealId, 'Order Form');
    if (!clicked.ok) throw new Error(JSON.stringify(clicked.error));
    await until('it waits', () =>
      world.db.problem.findFirst({ where: { kind: 'spotdraft_credentials', clearedAt: null } }),
    );
    await erase({ email: who.email });
    const request = await world.db.request.findUniqueOrThrow({ where: { id: clicked.data.requestId } });
    expect(request).toMatchObject({
      state: 'refused',
      refusal: { message: 'A person on this contract was erased.' },
    });
    expect(await placesOf(who.words)).toEqual([]);
    const { clientSecret } = world.spotdraft.state.workspaces.production;
    await settingsOf(world).post(`/workspaces/${world.workspaceId}/secret`, { clientSecret });
    await go.quiet();
    expect(go.atSpotDraft(dealId)).toEqual([]);
  });

  it('who is unknown leaves a receipt that says so', async () => {
    const done = await erase({ email: 'nobody@nowhere.example' });
    expect(done).toMatchObject({ counts: {}, kept: {} });
  });
});

describe('the audit list', () => {
  it('cannot be changed or shortened, but by erasing', async () => {
    const { id } = await world.db.auditEntry.create({
      data: { portalId, who: 'a', action: 'contract_linked', subject: 'x', text: 'y' },
    });
    await expect(sql.query(`UPDATE audit_entry SET who = 'somebody else'`)).rejects.toThrow(
      /only ever added to/,
    );
    await expect(sql.query('DELETE FROM audit_entry WHERE id = $1', [id])).rejects.toThrow(
      /only ever added to/,
    );
    await expect(sql.query('TRUNCATE audit_entry')).rejects.toThrow(/only ever added to/);
    expect(Object.keys(accountTables)).toContain('audit_entry');
  });
});
