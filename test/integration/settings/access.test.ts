import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DealView } from '@dealdraft/wire/card.ts';
import type {
  AccessView,
  AuditView,
  FileView,
  Preferences,
  PreferencesView,
  Saving,
} from '@dealdraft/wire/settings.ts';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { startWorld, type World } from '../../../lab/world/world.ts';
import { claim, people, settingsOf, type Settings } from '../../../lab/world/settings.ts';

let world: World;
let ada: Settings;
let ben: Settings;
const emailOf = { ada: 'ada.lindqvist@northwind-robotics.example', ben: '' };
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  ada = settingsOf(world);
  ben = settingsOf(world, people.seller);
  emailOf.ben = (await ben.get<AccessView>('/access')).caller.email;
  await claim(ada);
});
afterAll(() => world.stop());

const setPreferences = async (change: Partial<Preferences>): Promise<Saving<Preferences>> => {
  const { revision, preferences } = await ada.get<PreferencesView>('/preferences');
  return ada.post<Saving<Preferences>>('/preferences', {
    revision,
    preferences: { ...preferences, ...change },
  });
};
const everybody: Preferences['whoMayAct'] = { who: 'everybody', emails: [] };

describe('who may change settings', () => {
  it('every door but two refuses who is no admin, with a sentence', async () => {
    expect(await ben.get<AccessView>('/access')).toMatchObject({
      canClaim: false,
      caller: { isAdmin: false },
      admins: [{ email: emailOf.ada }],
    });
    expect(await ben.refused('POST', '/access/claim')).toMatchObject({
      message: expect.stringContaining(emailOf.ada) as string,
    });
    const somewhere = '/templates/00000000-0000-4000-8000-000000000000/1';
    const doors: ['GET' | 'POST', string, Record<string, unknown>?][] = [
      ['GET', '/overview'],
      ['GET', '/workspaces'],
      ['GET', '/preferences'],
      ['GET', '/audit'],
      ['GET', '/health'],
      ['GET', '/templates'],
      ['GET', somewhere],
      ['GET', '/dead-letters'],
      ['GET', '/calls'],
      ['GET', '/automation'],
      ['POST', '/alerts/key'],
      ['POST', '/access/admins', { add: [emailOf.ben] }],
      ['POST', `${somewhere}/publish`, { revision: 1 }],
      ['POST', `/workspaces/${world.workspaceId}/remove`, { confirmName: 'Northwind production' }],
      ['POST', '/deliveries/replay', { wholeFilter: {} }],
    ];
    for (const [method, path, body] of doors)
      expect(await ben.refused(method, path, body), path).toMatchObject({
        code: 'not_permitted',
        message: expect.stringMatching(/^Only an admin of DealDraft may/) as string,
      });
  });

  it('admins make others admins, and one always stays', async () => {
    const added = await ada.post<AccessView>('/access/admins', { add: [emailOf.ben.toUpperCase()] });
    expect(added.admins.map(({ email }) => email)).toEqual([emailOf.ada, emailOf.ben]);
    expect(added.admins[1]).toMatchObject({ addedBy: emailOf.ada });
    expect(await ben.get('/overview')).toBeTruthy();
    await ada.post('/access/admins', { remove: [emailOf.ben] });
    expect(await ben.refused('GET', '/overview')).toMatchObject({ code: 'not_permitted' });
    expect(await ada.refused('POST', '/access/admins', { remove: [emailOf.ada] })).toMatchObject({
      message: 'Somebody has to be an admin; add another one first.',
    });
  });
});

describe('who may generate and act', () => {
  it('is kept by the service, and the card says why a button is off', async () => {
    const go = journey(world);
    const [dealId = '', other = ''] = world.hubspot.control.seedDeals(2);
    const made = await go.make(dealId, 'Mutual NDA (Individual)');
    await go.quiet();
    try {
      await setPreferences({ whoMayGenerate: { who: 'admins', emails: [] } });
      const shown = await go.view(other);
      expect(shown.permissions).toEqual({
        generate: false,
        act: true,
        admin: false,
        reason: 'You don’t have permission to create contracts. Ask a DealDraft admin for access.',
      });
      expect(await go.click(other, 'Mutual NDA (Individual)')).toMatchObject({
        ok: false,
        error: { code: 'not_permitted', message: shown.permissions.reason },
      });
      expect(await world.db.request.count({ where: { dealId: other } })).toBe(0);
      const wish = { templateId: await go.templateId('Mutual NDA (Individual)') };
      for (const [path, body] of [
        [`/api/card/deals/${other}/preview`, wish],
        [`/api/card/requests/${made.requestId}/dismiss`, {}],
      ] as const)
        expect(await world.card('POST', path, body), path).toMatchObject({
          ok: false,
          error: { code: 'not_permitted' },
        });
      // An admin may, whatever the list says.
      const asAda = await ada.get<DealView>(`/api/card/deals/${other}`);
      expect(asAda.permissions).toMatchObject({ generate: true, admin: true, reason: null });

      await setPreferences({
        whoMayGenerate: { who: 'listed', emails: [emailOf.ben] },
        whoMayAct: { who: 'listed', emails: ['chiara@elsewhere.example'] },
      });
      const later = await go.view(dealId);
      expect(later.permissions).toMatchObject({
        generate: true,
        act: false,
        reason: expect.stringMatching(/sends and changes contracts/) as string,
      });
      const actions = later.contracts[0]?.actions ?? [];
      expect(actions.find(({ id }) => id === 'void')).toMatchObject({
        enabled: false,
        reason: 'You don’t have permission to change contracts. Ask a DealDraft admin for access.',
      });
      expect(actions.find(({ id }) => id === 'check_now')).toMatchObject({ enabled: false });
      expect(await world.card('POST', `/api/card/actions/${crypto.randomUUID()}/dismiss`)).toMatchObject({
        ok: false,
        error: { code: 'not_permitted' },
      });
      // Who may make contracts may see what differs, and a document that is fetched is in the audit list.
      expect(await world.card('POST', `/api/card/deals/${dealId}/drift`)).toMatchObject({ ok: true });
      expect(
        await world.card('POST', `/api/card/contracts/${made.row.id}/download`, { format: 'PDF' }),
      ).toMatchObject({ ok: true });
      expect(await world.db.auditEntry.findFirst({ where: { action: 'document_downloaded' } })).toMatchObject(
        { who: emailOf.ben, subject: made.row.spotdraftId },
      );
      const refused = await world.card('POST', `/api/card/contracts/${made.row.id}/actions`, {
        action: 'void',
        reason: 'Not wanted any more',
        idempotencyKey: 'void-not-permitted',
      });
      expect(refused).toMatchObject({ ok: false });
      expect(
        await world.card('POST', `/api/card/deals/${other}/link`, {
          workspaceId: world.workspaceId,
          spotdraftId: made.row.spotdraftId,
          confirmMove: true,
          idempotencyKey: 'link-not-permitted',
        }),
      ).toMatchObject({ ok: false, error: { code: 'not_permitted' } });
      expect(await world.db.contractAction.count({ where: { contractId: made.row.id } })).toBe(0);
    } finally {
      await setPreferences({ whoMayGenerate: everybody, whoMayAct: everybody });
    }
    expect((await go.click(other, 'Mutual NDA (Individual)')).ok).toBe(true);
  });
});

describe('preferences', () => {
  it('two who save at once: the second is told, and nothing is lost', async () => {
    const { revision, preferences } = await ada.get<PreferencesView>('/preferences');
    const first = await ada.post<Saving<Preferences>>('/preferences', {
      revision,
      preferences: { ...preferences, blockSendingOnDrift: true },
    });
    expect(first.kind).toBe('saved');
    expect(await ada.post<Saving<Preferences>>('/preferences', { revision, preferences })).toMatchObject({
      kind: 'conflict',
      theirs: { content: { blockSendingOnDrift: true }, by: emailOf.ada },
    });
    await setPreferences({ blockSendingOnDrift: false });
  });
});

describe('the audit list', () => {
  it('has who did what, before and after; it is filtered, and goes out as a file', async () => {
    await setPreferences({ blockSendingOnDrift: true });
    await setPreferences({ blockSendingOnDrift: false });
    const list = await ada.get<AuditView>('/audit?action=preferences_changed');
    expect(list.entries[0]).toMatchObject({
      who: emailOf.ada,
      action: 'preferences_changed',
      changes: [{ path: 'blockSendingOnDrift', before: 'true', after: 'false' }],
    });
    expect(list.people).toContain(emailOf.ada);
    expect(new Set(list.entries.map(({ action }) => action))).toEqual(new Set(['preferences_changed']));
    expect((await ada.get<AuditView>('/audit?who=nobody@x.example')).entries).toEqual([]);
    expect((await ada.get<AuditView>('/audit?search=first%20admin')).entries).toMatchObject([
      { action: 'admin_claimed' },
    ]);
    expect((await ada.get<AuditView>('/audit?to=2001-01-01T00:00:00Z')).entries).toEqual([]);

    const file = await ada.post<FileView>('/audit/export', { action: 'preferences_changed' });
    expect(file.rows).toBe((await ada.get<AuditView>('/audit?action=preferences_changed')).entries.length);
    const csv = await (await fetch(file.url)).text();
    expect(csv.split('\n')[0]).toMatch(/who/i);
    expect(csv).toContain(emailOf.ada);
    expect((await fetch(file.url.replace(/.{4}$/, 'AAAA'))).status).toBe(404);
  });

  it('pages through more than one page without gap or repeat', async () => {
    await world.db.auditEntry.createMany({
      data: Array.from({ length: 120 }, (_, index) => ({
        portalId: 8811001,
        who: 'many@x.example',
        action: 'sweep_started',
        subject: String(index),
        text: '=cmd()',
        at: new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 7)),
      })),
    });
    const seen: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const page: AuditView = await ada.get<AuditView>(
        `/audit?who=many@x.example${before === '' ? '' : `&before=${encodeURIComponent(before)}`}`,
      );
      seen.push(...page.entries.map(({ subject }) => subject));
      before = page.before;
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    // A cell that a spreadsheet would run as a formula is not written as one.
    const file = await ada.post<FileView>('/audit/export', { who: 'many@x.example' });
    expect(await (await fetch(file.url)).text()).not.toMatch(/(^|,)"?=cmd/m);
  });

  it('changes of automation are in it', async () => {
    const { templateId } = await world.db.template.findFirstOrThrow({
      where: { name: 'Mutual NDA (Individual)' },
    });
    const set = await ada.post<{ id: string }>('/automation/sets', {
      content: { name: 'Papers', members: [{ templateId, required: true }] },
    });
    await ada.post(`/automation/sets/${set.id}/delete`);
    const { entries } = await ada.get<AuditView>('/audit?search=Papers');
    expect(entries.map(({ action }) => action)).toEqual(['contract_set_deleted', 'contract_set_changed']);
  });
});
