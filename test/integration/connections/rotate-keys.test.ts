import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newWebhookKey } from '../../../src/platform/outbound/webhook-signature.ts';
import { createSealing } from '../../../src/platform/secrets/sealing.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { tokenOwner } from '../../../src/features/connections/portal-tokens.ts';
import { requestErasure } from '../../../src/features/privacy/request-erasure.ts';
import { rotateKeys } from '../../../src/rotate-keys.ts';
import { serviceEnvironment } from '../../../lab/processes/service-process.ts';
import { claim, settingsOf } from '../../../lab/world/settings.ts';
import { portalId, startWorld, type World } from '../../../lab/world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web' });
  const settings = settingsOf(world);
  await claim(settings);
  await settings.post('/alerts/key');
  for (const key of [newWebhookKey(), newWebhookKey()])
    await world.app.linkErp({ portalId, key, eventsUrl: null });
  const { deps } = world.app;
  await deps.db.portal.update({
    where: { portalId },
    data: { refreshToken: deps.sealing.seal(new Secret('a refresh token'), tokenOwner(portalId)) },
  });
  // Waits: in this world no worker runs.
  const who = { email: 'somebody@example.com' };
  await deps.db.$transaction((tx) => requestErasure({ ...deps, tx }, { portalId, who, askedBy: 'operator' }));
});
afterAll(() => world.stop());

const old = { id: 'test', key: Buffer.alloc(32, 7) };
const fresh = { id: 'fresh', key: Buffer.alloc(32, 9) };
/** Everything in the database that begins as a sealed value does, wherever it stands: none can be forgotten here. */
const sealedWith = async (id: string): Promise<number> => {
  const columns = await world.db.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb')`;
  const counts = columns.map(
    ({ table, column }) => `(SELECT count(*) FROM "${table}" WHERE "${column}"::text LIKE '%v1.${id}.%')`,
  );
  const [row] = await world.db.$queryRawUnsafe<{ count: bigint }[]>(`SELECT ${counts.join(' + ')} AS count`);
  return Number(row?.count);
};

describe('npm run rotate', { shuffle: false }, () => {
  it('seals with the newest key whatever an older one sealed, wherever it stands, and can be repeated', async () => {
    const before = await sealedWith('test');
    // Account: access and refresh token. Alert key. Workspace: client secret and HMAC key. ERP: two keys. Erasure.
    expect(before).toBe(8);
    const both = createSealing([fresh, old]);
    expect(await rotateKeys(world.db, both)).toEqual({ resealed: before, left: {}, faults: [] });
    expect(await sealedWith('test')).toBe(0);
    expect(await rotateKeys(world.db, both)).toEqual({ resealed: 0, left: {}, faults: [] });
    // The old key is not needed any more.
    const { accessToken } = await world.db.portal.findUniqueOrThrow({ where: { portalId } });
    expect(
      createSealing([fresh])
        .open(accessToken ?? '', tokenOwner(portalId))
        .reveal(),
    ).toMatch(/^pat-/);
  });

  it('leaves what does not open, says where it stands, and ends with 1', async () => {
    const other = createSealing([{ id: 'lost', key: Buffer.alloc(32, 3) }]);
    await world.db.portal.update({
      where: { portalId },
      data: { refreshToken: other.seal(new Secret('x'), tokenOwner(portalId)) },
    });
    const child = spawn(process.execPath, ['scripts/rotate.ts'], {
      cwd: join(import.meta.dirname, '../../..'),
      env: {
        ...serviceEnvironment({
          databaseUrl: world.databaseUrl,
          port: 1,
          hubspotOrigin: world.hubspot.origin,
          extra: {
            SECRET_KEYS: [old, fresh].map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
          },
        }),
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    expect(output).toContain(
      `refresh token of account ${String(portalId)}: A stored secret needs the key "lost"`,
    );
    expect(output).toContain('Nothing needs the key "fresh" any more: take it out of SECRET_KEYS.');
    expect(child.exitCode).toBe(1);
    expect(await sealedWith('lost')).toBe(1);
  });
});
