import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AccountView, ErasureAsked, FileView } from '@dealdraft/wire/settings.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { claim, people, settingsOf, type Settings } from '../../../lab/world/settings.ts';
import { send, signCall } from '../../../lab/world/signed-call.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

let world: World;
let go: Journey;
let settings: Settings;
let admin = '';

beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: { ...roomyHubSpot.environment, UPKEEP_TICK_MS: '200' },
    hubspot: roomyHubSpot.hubspot,
  });
  go = journey(world);
  settings = settingsOf(world);
  admin = (await claim(settings)).caller.email;
});
afterAll(() => world.stop());

const freshDeal = (): string => world.hubspot.control.seedDeals(1)[0] ?? '';
const adminCall = (path: string, body: object, at?: number) =>
  signCall(world.config.PUBLIC_ORIGIN, {
    method: 'POST',
    path: `/api/settings${path}`,
    body: JSON.stringify(body),
    who: { portalId, userId: people.admin, userEmail: admin },
    ...(at === undefined ? {} : { at }),
  });

describe('everything of an account', { shuffle: false }, () => {
  it('is exported a line for each row, without a secret, to whoever has the link', async () => {
    const { row } = await go.make(freshDeal());
    const file = await settings.post<FileView>('/account/export');
    const stored = await world.db.keptFile.findFirstOrThrow({ where: { portalId } });
    expect(file.url).not.toContain(stored.token);
    const answer = await fetch(file.url);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const of = (table: string) => lines.filter((line) => line['table'] === table);
    expect(of('contract')).toContainEqual(expect.objectContaining({ id: row.id, name: row.name }));
    expect(of('delivery').length).toBe(await world.db.delivery.count({ where: { portalId } }));
    expect(of('template').length).toBe(await world.db.template.count({ where: { portalId } }));
    expect(JSON.stringify(of('delivery')[0]?.['body'])).toContain('contract');
    const portal = await world.db.portal.findUniqueOrThrow({ where: { portalId } });
    const workspace = await world.db.workspace.findFirstOrThrow({ where: { portalId } });
    const text = JSON.stringify(lines);
    for (const secret of [
      portal.accessToken,
      workspace.clientSecret,
      workspace.hmacKey,
      workspace.webhookToken,
    ])
      expect(text).not.toContain(secret);
  });

  it('more than a page of rows comes whole', async () => {
    await world.db.$executeRaw`
      INSERT INTO "merged_record" ("portalId", "objectType", "mergedId", "intoId", "at")
      SELECT ${portalId}, 'contact', n::text, 'x', now() FROM generate_series(1, 450) n`;
    const { url } = await settings.post<FileView>('/account/export');
    const text = await (await fetch(url)).text();
    const ids = [...text.matchAll(/"mergedId":"(\d+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(450);
    expect(ids).toHaveLength(450);
  });

  it('a person is forgotten from the settings, and the receipt names nobody', async () => {
    const { id } = await settings.post<ErasureAsked>('/account/forget', { email: 'no.one@known.example' });
    const view = await until('the receipt', async () => {
      const { receipts } = await settings.get<AccountView>('/account');
      return receipts.find((receipt) => receipt.id === id && receipt.doneAt !== null);
    });
    expect(view).toMatchObject({ askedBy: 'admin', proofs: 0, named: {} });
    const audit = await world.db.auditEntry.findMany({ where: { portalId } });
    expect(JSON.stringify(audit)).not.toContain('no.one@known.example');
    expect(audit.map(({ action }) => action)).toContain('person_erasure_asked');
  });

  it('is changed once by a call that was recorded, however its signature is written', async () => {
    const call = adminCall('/alerts/key', {});
    const first = await send(call);
    expect(JSON.parse(first.text)).toMatchObject({ ok: true });
    const { alertKeyMask } = await settings.get<{ alertKeyMask: string }>('/preferences');
    const signature = call.init.headers['X-HubSpot-Signature-v3'] ?? '';
    for (const again of [signature, signature.replace(/=+$/, ''), ` ${signature}`]) {
      const headers = { ...call.init.headers, 'X-HubSpot-Signature-v3': again };
      const answer = await send({ ...call, init: { ...call.init, headers } });
      expect(answer.text, again).not.toMatch(/"ok":true/);
    }
    expect(await settings.get('/preferences')).toMatchObject({ alertKeyMask });
  });

  it('is deleted by an admin who types its ID, with our webhook at SpotDraft and the app at HubSpot', async () => {
    const refused = await settings.refused('POST', '/account/delete', { confirm: 'yes' });
    expect(refused.fields?.[0]?.target).toBe('confirm');
    await settings.post('/account/delete', { confirm: String(portalId) });
    await until('it is gone', async () => (await world.db.portal.count({ where: { portalId } })) === 0);
    await until('there is a receipt', () => world.db.erasure.findFirst({ where: { kind: 'account' } }));
    expect(await world.db.contract.count()).toBe(0);
    expect(await world.db.auditEntry.count()).toBe(0);
    expect([...world.spotdraft.state.workspaces.production.webhooks.values()]).toEqual([]);
    const access = await settings.call('GET', '/access');
    expect(access).toMatchObject({ ok: false, error: { code: 'not_connected' } });
  });
});
