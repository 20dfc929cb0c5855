import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { ok } from '@dealdraft/wire/result.ts';
import { createPortalTokens, tokenOwner } from '../../../src/features/connections/portal-tokens.ts';
import type { Tokens } from '../../../src/hubspot/oauth.ts';
import { openDatabase, type Database } from '../../../src/platform/database/client.ts';
import { createSealing } from '../../../src/platform/secrets/sealing.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createDatabase, until } from '../../../lab/world/world.ts';

const portalId = 4711;
const poolSize = 20;
const sealing = createSealing([{ id: 'k', key: Buffer.alloc(32, 5) }]);
const seal = (text: string): string => sealing.seal(new Secret(text), tokenOwner(portalId));

/** Two processes' connections to one database. */
let databases: Database[];
beforeAll(async () => {
  const url = await createDatabase(inject('databaseUrl'));
  databases = [openDatabase(url, poolSize), openDatabase(url, poolSize)];
});
/** An account whose access has ended. */
beforeEach(async () => {
  const ended = {
    name: 'Slow',
    accessToken: seal('ended'),
    refreshToken: seal('refresh'),
    tokenExpiresAt: new Date(0),
  };
  await databases[0]?.portal.upsert({ where: { portalId }, create: { portalId, ...ended }, update: ended });
});
afterAll(() => Promise.all(databases.map((db) => db.$disconnect())));

const tokens = (accessToken: string): Tokens => ({
  accessToken: new Secret(accessToken),
  refreshToken: new Secret('refresh'),
  expiresAt: Date.now() + 1_800_000,
  portalId,
  userId: null,
  scopes: [],
});

it('a renewal that takes its time is one, for all processes, and holds up no other query', async () => {
  const asked: ((renewed: Tokens) => void)[] = [];
  const oauth = {
    refresh: async () => ok(await new Promise<Tokens>((resolve) => asked.push(resolve))),
  };
  const processes = databases.map((each) =>
    createPortalTokens({ db: each, sealing, oauth, now: () => new Date() }),
  );
  const calls = processes.flatMap(({ tokenFor }) =>
    Array.from({ length: 2 * poolSize }, () => tokenFor(portalId)),
  );
  await until('a renewal was asked for', () => asked.length === 1);
  // Twice as many callers as connections wait, in each process, and the renewal does not end before these are answered.
  for (const each of databases)
    await Promise.all(Array.from({ length: poolSize }, () => each.$queryRaw`SELECT 1`));
  expect(asked).toHaveLength(1);
  asked[0]?.(tokens('renewed'));
  const given = await Promise.all(calls);
  expect(new Set(given.map((each) => (each.ok ? each.value.reveal() : each.failure.text.log)))).toEqual(
    new Set(['renewed']),
  );
  expect(asked).toHaveLength(1);
});

it('an account that was installed anew during the renewal keeps its newer access', async () => {
  const [db] = databases;
  if (db === undefined) throw new Error('no database');
  const { tokenFor } = createPortalTokens({
    db,
    sealing,
    oauth: {
      refresh: async () => {
        await db.portal.update({
          where: { portalId },
          data: {
            accessToken: seal('of the new installation'),
            refreshToken: seal('new refresh'),
            tokenExpiresAt: new Date(Date.now() + 1_800_000),
          },
        });
        return ok(tokens('renewed'));
      },
    },
    now: () => new Date(),
  });
  await tokenFor(portalId);
  const next = await tokenFor(portalId);
  expect(next.ok && next.value.reveal()).toBe('of the new installation');
});
