import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { TemplatesView } from '@dealdraft/wire/card.ts';
import type {
  AlertKeyView,
  AlertTestView,
  AuditView,
  MappingEditorView,
  PreferencesView,
  ProblemActed,
  ProblemsView,
  PublishView,
  TemplateRow,
} from '@dealdraft/wire/settings.ts';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';
import { isSigned } from '../../standard-webhooks.ts';
import { claim, settingsOf, templateNamed, type Settings } from '../../../lab/world/settings.ts';

type Alert = { body: string; headers: Record<string, unknown> };
const received: Alert[] = [];
let receiver: Server;
let world: World;
let settings: Settings;
beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ body, headers: request.headers });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    hubspot: roomyHubSpot.hubspot,
    environment: { ...roomyHubSpot.environment, SETTINGS_TICK_MS: '250', SCHEMA_WATCH_MS: '1000' },
  });
  settings = settingsOf(world);
  await claim(settings);
});
afterAll(async () => {
  await world.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

const alertsTo = async (): Promise<string> => {
  const { revision, preferences } = await settings.get<PreferencesView>('/preferences');
  const webhookUrl = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/alerts`;
  await settings.post('/preferences', {
    revision,
    preferences: { ...preferences, alerts: { webhookUrl, onlyAdminProblems: true } },
  });
  return (await settings.post<AlertKeyView>('/alerts/key')).key;
};
const alertsAbout = (id: string): string[] =>
  received.flatMap(({ body }) => {
    const alert = JSON.parse(body) as { type: string; id?: string };
    return alert.id === id ? [alert.type] : [];
  });
const pausedProblem = () =>
  until('the problem is open', () =>
    world.db.problem.findFirst({ where: { portalId, kind: 'mapping_paused', clearedAt: null } }),
  );
const cardReason = async (dealId: string, name: string): Promise<string | undefined> => {
  const { templates } = await world.cardOk<TemplatesView>('GET', `/api/card/deals/${dealId}/templates`);
  const readiness = templates.find((template) => template.name === name)?.readiness;
  return readiness?.state === 'paused' ? readiness.text : undefined;
};

describe('a property that is renamed in HubSpot', () => {
  it('pauses the template on use, the card says why, nothing blank is sent; mapped anew it goes on', async () => {
    const key = await alertsTo();
    const test = await settings.post<AlertTestView>('/alerts/test');
    expect(test).toMatchObject({ delivered: true });
    expect(isSigned(key, received[0]?.headers ?? {}, received[0]?.body ?? '')).toBe(true);

    const go = journey(world);
    const dealId = world.dealId('Włókna Łódź');
    // The definitions are known and kept from here on; the values are there.
    const { planHash } = await go.plan(dealId, 'Order Form');
    world.hubspot.control.addFault({
      kind: 'rename-property',
      portalId,
      objectType: 'deals',
      name: 'billing_frequency',
      to: 'billing_rhythm',
    });
    // At once, and though the definitions that are kept still know it: refused, not sent without the value.
    const refused = await go.click(dealId, 'Order Form', { planHash });
    expect(refused.ok).toBe(false);
    expect(go.atSpotDraft(dealId)).toEqual([]);

    const problem = await pausedProblem();
    const reason = await until('the card says why', () => cardReason(dealId, 'Order Form'));
    expect(reason).toMatch(/billing_frequency.*\.$/s);
    expect(reason).not.toContain('is paused');
    expect(await go.click(dealId, 'Order Form', { planHash })).toMatchObject({
      ok: false,
      error: { code: 'not_possible', message: `“Order Form” is paused. ${reason}` },
    });
    const order = await templateNamed(settings, 'Order Form');
    expect(order).toMatchObject({ state: 'paused', pausedReason: reason });
    const listed = (await settings.get<ProblemsView>('/problems')).problems.find(
      ({ id }) => id === problem.id,
    );
    expect(listed?.title).toBe('“Order Form” is paused');
    expect(listed?.message).toContain('billing_frequency');
    expect(listed?.message).not.toContain('is paused');
    expect(listed?.retry).toBeTruthy();
    expect((await settings.get<AuditView>('/audit?action=mapping_paused')).entries[0]).toMatchObject({
      who: 'DealDraft',
      subject: 'Order Form',
    });
    await until('the alert has come', () => alertsAbout(problem.id).includes('problem.opened'));

    // It cannot be taken up again as it is, and trying again changes nothing.
    expect(await settings.refused('POST', `${order.path}/resume`)).toMatchObject({
      code: 'blocked',
      fields: [{ message: expect.stringContaining('billing_frequency') as string }],
    });
    const acted = await settings.post<ProblemActed>(`/problems/${problem.id}/retry`);
    expect(acted.problem.clearedAt).toBeNull();
    await settings.post<ProblemActed>(`/problems/${problem.id}/acknowledge`);

    const editor = await settings.get<MappingEditorView>(order.path);
    expect(editor.findings.some(({ severity }) => severity === 'error')).toBe(true);
    const content = JSON.parse(
      JSON.stringify(editor.content).replaceAll(
        '"property":"billing_frequency"',
        '"property":"billing_rhythm"',
      ),
    ) as Record<string, unknown>;
    const saved = await settings.post<{ revision: number }>(`${order.path}/draft`, {
      revision: editor.revision,
      content,
    });
    expect(
      await settings.post<PublishView>(`${order.path}/publish`, {
        revision: saved.revision,
        note: 'Renamed',
      }),
    ).toMatchObject({ kind: 'published' });
    expect(await templateNamed(settings, 'Order Form')).toMatchObject({
      state: 'published',
      pausedReason: null,
    });
    await until('the alert that it is over', () => alertsAbout(problem.id).includes('problem.cleared'));
    // Told once when it began and once when it ended, however often it was seen.
    expect(alertsAbout(problem.id)).toEqual(['problem.opened', 'problem.cleared']);
    const made = await go.make(dealId, 'Order Form');
    expect(go.atSpotDraft(dealId)[0]?.data).toMatchObject({ billing_frequency: 'annual' });
    expect(made.row.mappingVersionId).not.toBeNull();
  });
});

describe('a variable that is taken out of the template in SpotDraft', () => {
  it('pauses it by the clock, though nobody looks; put back, the admin resumes it', async () => {
    const nda = await templateNamed(settings, 'Mutual NDA (Individual)');
    const change = (kind: { kind: 'rename'; from: string; to: string }): void => {
      world.spotdraft.control.changeTemplate('production', nda.templateId, kind);
    };
    change({ kind: 'rename', from: 'purpose', to: 'aim' });
    const paused = await until('it is paused', async () => {
      const row = await templateNamed(settings, 'Mutual NDA (Individual)');
      return row.state === 'paused' ? row : null;
    });
    expect(paused.pausedReason).toMatch(/purpose/i);
    expect(await settings.refused('POST', `${nda.path}/resume`)).toMatchObject({ code: 'blocked' });
    change({ kind: 'rename', from: 'aim', to: 'purpose' });
    await settings.post('/templates/refresh', {});
    const resumed = await until('it can be resumed', async () => {
      const answer = await settings.call<TemplateRow>('POST', `${nda.path}/resume`);
      return answer.ok ? answer.data : null;
    });
    expect(resumed).toMatchObject({ state: 'published', pausedReason: null });
    expect(
      await world.db.problem.count({
        where: {
          portalId,
          kind: 'mapping_paused',
          clearedAt: null,
          context: { path: ['template'], equals: nda.name },
        },
      }),
    ).toBe(0);
  });
});
