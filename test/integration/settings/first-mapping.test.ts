import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { TemplatesView } from '@dealdraft/wire/card.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type {
  DiffView,
  DraftSaved,
  LintView,
  MappingEditorView,
  OverviewView,
  PublishView,
  SuggestionsView,
  TemplateListView,
  TemplateRow,
  TryPreviewView,
  TryView,
  VersionsView,
  VersionView,
  WorkspaceView,
} from '@dealdraft/wire/settings.ts';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { startWorld, type World } from '../../../lab/world/world.ts';
import {
  addWorkspace,
  claim,
  install,
  settingsOf,
  templateNamed,
  type Settings,
} from '../../../lab/world/settings.ts';

let world: World;
let settings: Settings;
let production: WorkspaceView;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), connected: false, ...roomyHubSpot });
  await install(world);
  settings = settingsOf(world);
  await claim(settings);
  production = await addWorkspace(world, settings, 'production');
});
afterAll(() => world.stop());

const constant = (target: string, value: number | string): Mapping['contractData'][number] => ({
  target,
  source: { kind: 'constant', value },
  transforms: target === 'confidentiality_period' ? [{ kind: 'duration', unit: 'YEARS' }] : [],
  whenMissing: 'stop',
});

/** What no property can tell is typed into the editor. */
const completed = (content: Mapping, constants: Record<string, number | string>): Mapping => ({
  ...content,
  contractData: [
    ...content.contractData.filter(({ target }) => !Object.hasOwn(constants, target)),
    ...Object.entries(constants).map(([target, value]) => constant(target, value)),
  ],
});
const forNda = { purpose: 'Exploring a partnership', confidentiality_period: 'P3Y' };

const saved = async (path: string, content: Mapping): Promise<number> => {
  const { revision } = await settings.get<MappingEditorView>(path);
  const answer = await settings.post<DraftSaved>(`${path}/draft`, { revision, content });
  if (answer.kind !== 'saved') throw new Error('somebody else saved');
  return answer.revision;
};

const published = async (path: string, note: string): Promise<number> => {
  const { revision } = await settings.get<MappingEditorView>(path);
  const answer = await settings.post<PublishView>(`${path}/publish`, { revision, note });
  if (answer.kind !== 'published') throw new Error('somebody else saved');
  return answer.number;
};

it('from an empty account: list, suggestions, draft, lint, try, publish, generate; then history and back', async () => {
  const list = await settings.get<TemplateListView>(`/templates?workspaceId=${production.workspaceId}`);
  expect(list).toMatchObject({ total: 5, counts: { not_mapped: 5, published: 0 } });
  const nda = await templateNamed(settings, 'Mutual NDA (Individual)', production.workspaceId);
  expect(nda).toMatchObject({ state: 'not_mapped', environment: 'production', publishedNumber: null });
  const editor = await settings.get<MappingEditorView>(nda.path);
  expect(editor).toMatchObject({ revision: 0, source: 'empty', draft: null, published: null });
  expect(editor.targets.length).toBeGreaterThan(0);

  const { whole, suggestions } = await settings.post<SuggestionsView>(`${nda.path}/suggestions`, {});
  expect(suggestions.length).toBeGreaterThan(0);
  // What is mapped already is not suggested again.
  const rest = await settings.post<SuggestionsView>(`${nda.path}/suggestions`, { content: whole });
  expect(rest.suggestions.length).toBeLessThan(suggestions.length);

  // Nothing is published before it is right.
  const broken = await saved(nda.path, { ...whole, contractData: [] });
  const lintBroken = await settings.post<LintView>(`${nda.path}/lint`, {});
  expect(lintBroken.canPublish).toBe(false);
  expect(lintBroken.findings.every(({ message, fix }) => message !== '' && fix !== '')).toBe(true);
  expect(await settings.refused('POST', `${nda.path}/publish`, { revision: broken })).toMatchObject({
    code: 'blocked',
    message: expect.stringMatching(/put right before this can be published/) as string,
  });

  // Two tabs: the older one is told whose words it would have written over.
  const first = completed(whole, forNda);
  const revision = await saved(nda.path, first);
  expect(
    await settings.post<DraftSaved>(`${nda.path}/draft`, { revision: broken, content: first }),
  ).toMatchObject({ kind: 'conflict', theirs: { revision, by: 'ada.lindqvist@northwind-robotics.example' } });
  const lint = await settings.post<LintView>(`${nda.path}/lint`, { content: first });
  expect(lint.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [dealId = '', other = ''] = world.hubspot.control.seedDeals(2);
  const tried = await settings.post<TryView>(`${nda.path}/try`, { dealId });
  expect(tried).toMatchObject({ readiness: { state: 'ready' }, plan: { blockers: 0 } });
  const preview = await settings.post<TryPreviewView>(`${nda.path}/preview`, { dealId });
  expect((await (await fetch(preview.url)).text()).slice(0, 5)).toBe('%PDF-');
  expect(world.spotdraft.control.truth().contracts).toEqual([]);

  // A version without its line in the audit would be one that nobody published: what breaks there leaves neither.
  await world.db
    .$executeRaw`ALTER TABLE "audit_entry" ADD CONSTRAINT "no_more" CHECK ("action" <> 'mapping_published')`;
  await expect(published(nda.path, 'Not audited')).rejects.toThrow();
  await world.db.$executeRaw`ALTER TABLE "audit_entry" DROP CONSTRAINT "no_more"`;
  expect(await world.db.mappingVersion.count()).toBe(0);
  expect(await published(nda.path, 'First')).toBe(1);
  expect((await settings.get<TemplateListView>('/templates?state=published')).templates).toMatchObject([
    { templateId: nda.templateId, publishedNumber: 1, draftBy: null },
  ]);
  const go = journey(world);
  const made = await go.make(dealId, 'Mutual NDA (Individual)');
  expect((await settings.get<OverviewView>('/overview')).firstRun).toMatchObject({ done: true });

  // The second version, its difference, and back again; the contract keeps the version that made it.
  await saved(nda.path, completed(first, { purpose: 'A constant now' }));
  const diff = await settings.get<DiffView>(`${nda.path}/diff?from=1&to=draft`);
  expect(diff.changes).toMatchObject([{ target: 'purpose', kind: 'changed' }]);
  expect(diff.changes[0]?.after).toMatch(/A constant now/);
  expect(await published(nda.path, 'Second')).toBe(2);
  expect(await settings.post<PublishView>(`${nda.path}/roll-back`, { number: 1, note: 'Back' })).toEqual({
    kind: 'published',
    number: 3,
  });
  const { versions } = await settings.get<VersionsView>(`${nda.path}/versions`);
  expect(versions.map(({ number, contracts }) => [number, contracts])).toEqual([
    [3, 0],
    [2, 0],
    [1, 1],
  ]);
  expect(versions[0]).toMatchObject({ current: true });
  const one = await settings.get<VersionView>(`${nda.path}/versions/1`);
  expect((await settings.get<VersionView>(`${nda.path}/versions/3`)).content).toEqual(one.content);
  const { mappingVersionId } = await go.row(made.row.id);
  expect(
    await world.db.mappingVersion.findUniqueOrThrow({ where: { id: mappingVersionId ?? '' } }),
  ).toMatchObject({ number: 1 });
  expect(await settings.refused('GET', `${nda.path}/versions/99`)).toMatchObject({ code: 'not_found' });
  expect(await settings.refused('GET', `${nda.path}/diff?from=1`)).toMatchObject({ code: 'invalid' });

  // An admin pauses it: nothing is made from it meanwhile, and sellers read why.
  expect(await settings.refused('POST', `${nda.path}/pause`, { reason: 'x' })).toMatchObject({
    code: 'invalid',
  });
  const why = expect.stringContaining('Legal is rewriting it.') as string;
  expect(
    await settings.post<TemplateRow>(`${nda.path}/pause`, { reason: 'Legal is rewriting it.' }),
  ).toMatchObject({ state: 'paused', pausedReason: why });
  const { templates } = await world.cardOk<TemplatesView>('GET', `/api/card/deals/${other}/templates`);
  expect(templates[0]?.readiness).toMatchObject({ state: 'paused', text: why });
  expect(await go.click(other, 'Mutual NDA (Individual)', { planHash: 'any' })).toMatchObject({
    ok: false,
    error: { code: 'not_possible', message: why },
  });
  expect(await settings.post<TemplateRow>(`${nda.path}/resume`)).toMatchObject({ state: 'published' });
  expect((await go.click(other, 'Mutual NDA (Individual)')).ok).toBe(true);
});
