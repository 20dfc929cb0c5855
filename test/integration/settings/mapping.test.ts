import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type {
  ChoicesView,
  CoverageView,
  DraftSaved,
  FileView,
  ImportView,
  LintView,
  MappingEditorView,
  PromotionView,
  SuggestionsView,
  WorkspaceView,
} from '@dealdraft/wire/settings.ts';
import { roomyHubSpot } from '../../../lab/world/journey.ts';
import { startWorld, until, type World } from '../../../lab/world/world.ts';
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
let uat: WorkspaceView;
let production: WorkspaceView;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), connected: false, ...roomyHubSpot });
  await install(world);
  settings = settingsOf(world);
  await claim(settings);
  uat = await addWorkspace(world, settings, 'uat');
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
const forOrderForm = { renewal_notice_days: 60 };

const saved = async (path: string, content: Mapping): Promise<number> => {
  const { revision } = await settings.get<MappingEditorView>(path);
  const answer = await settings.post<DraftSaved>(`${path}/draft`, { revision, content });
  if (answer.kind !== 'saved') throw new Error('somebody else saved');
  return answer.revision;
};

describe('a mapping as a file', () => {
  it('goes out and comes in as it was, also to another template, and nonsense is refused in words', async () => {
    const nda = await templateNamed(settings, 'Mutual NDA (Individual)', uat.workspaceId);
    const { whole } = await settings.post<SuggestionsView>(`${nda.path}/suggestions`, {});
    await saved(nda.path, whole);
    const file = await settings.post<FileView>(`${nda.path}/export`, { version: 'draft' });
    expect(await (await fetch(file.url)).text()).toBe(file.text);

    const { revision } = await settings.get<MappingEditorView>(nda.path);
    await settings.post(`${nda.path}/draft/discard`, { revision });
    expect(await settings.get<MappingEditorView>(nda.path)).toMatchObject({ source: 'empty', revision: 0 });
    const imported = await settings.post<ImportView>(`${nda.path}/import`, {
      text: file.text ?? '',
      revision: 0,
    });
    expect(imported).toMatchObject({ kind: 'saved' });
    expect((await settings.get<MappingEditorView>(nda.path)).content).toEqual(whole);

    // Of another template: taken, and the findings say what does not fit.
    const order = await templateNamed(settings, 'Order Form', uat.workspaceId);
    const other = await settings.post<ImportView>(`${order.path}/import`, {
      text: file.text ?? '',
      revision: (await settings.get<MappingEditorView>(order.path)).revision,
    });
    expect(other.findings?.some(({ severity }) => severity === 'error')).toBe(true);
    for (const text of ['', 'nonsense', '{}', '{"format":"x"}', 'null', '[]'])
      expect(
        await settings.refused('POST', `${order.path}/import`, { text, revision: 0 }),
        text,
      ).toMatchObject({ code: 'invalid', message: expect.stringMatching(/\.$/) as string });
  });
});

describe('promotion from UAT to production', () => {
  it('points to the same names over there, lists what does not match, and becomes the draft', async () => {
    const order = await templateNamed(settings, 'Order Form', uat.workspaceId);
    const twin = await templateNamed(settings, 'Order Form', production.workspaceId);
    const { whole } = await settings.post<SuggestionsView>(`${order.path}/suggestions`, {});
    const entitiesOf = async (workspaceId: string) =>
      (await settings.get<ChoicesView>(`/workspaces/${workspaceId}/choices`)).entities;
    const [here] = await entitiesOf(uat.workspaceId);
    const there = (await entitiesOf(production.workspaceId)).find(({ name }) => name === here?.name);
    const completeMapping = completed(whole, forOrderForm);
    const content: Mapping = {
      ...completeMapping,
      entity: {
        source: { kind: 'constant', value: here?.referenceId ?? '' },
        transforms: [],
        whenMissing: 'stop',
      },
      contractData: [...completeMapping.contractData, constant('not_over_there', 'x')],
    };
    const state = await settings.get<MappingEditorView>(order.path);
    await settings.post<DraftSaved>(`${order.path}/draft`, { revision: state.revision, content });
    const seen = await settings.post<PromotionView>(`${order.path}/promote`, {
      toWorkspaceId: production.workspaceId,
      from: 'draft',
    });
    expect(seen).toMatchObject({
      to: { workspaceId: production.workspaceId, templateId: twin.templateId, templateName: 'Order Form' },
      applied: false,
      unmatched: [{ what: 'variable', target: 'not_over_there' }],
    });
    expect((await settings.get<MappingEditorView>(twin.path)).source).toBe('empty');
    const done = await settings.post<PromotionView>(`${order.path}/promote`, {
      toWorkspaceId: production.workspaceId,
      from: 'draft',
      apply: true,
      revision: seen.revision,
    });
    expect(done).toMatchObject({ applied: true, conflict: null });
    expect(await settings.get<MappingEditorView>(twin.path)).toMatchObject({
      source: 'draft',
      revision: done.revision,
      content: { entity: { source: { value: there?.referenceId } } },
    });
    // A second admin who saw the same state is told.
    expect(
      await settings.post<PromotionView>(`${order.path}/promote`, {
        toWorkspaceId: production.workspaceId,
        from: 'draft',
        apply: true,
        revision: seen.revision,
      }),
    ).toMatchObject({ applied: false, conflict: { revision: done.revision } });
    expect(
      await settings.refused('POST', `${order.path}/promote`, { toWorkspaceId: randomUUID(), from: 'draft' }),
    ).toMatchObject({ code: 'not_found' });
  });
});

describe('a trial over many deals', () => {
  it('sums up in one line, lists each deal with its gaps, and writes nothing', async () => {
    const order = await templateNamed(settings, 'Order Form', uat.workspaceId);
    const { whole } = await settings.post<SuggestionsView>(`${order.path}/suggestions`, {});
    const { revision } = await settings.get<MappingEditorView>(order.path);
    // One variable is mapped to a property that nobody here fills in.
    const filled = completed(whole, forOrderForm);
    const content: Mapping = {
      ...filled,
      contractData: [
        ...filled.contractData.filter(({ target }) => target !== 'special_terms'),
        {
          target: 'special_terms',
          source: { kind: 'property', object: 'deal', property: 'hs_next_step' },
          transforms: [],
          whenMissing: 'blank',
        },
      ],
    };
    await settings.post<DraftSaved>(`${order.path}/draft`, { revision, content });
    expect(await settings.get(`${order.path}/coverage`)).not.toBeUndefined();
    const { pipelines } = await settings.get<{ pipelines: { id: string }[] }>(
      `/workspaces/${uat.workspaceId}/choices`,
    );
    const before = world.spotdraft.control.stats().calls;
    const started = await settings.post<CoverageView>(`${order.path}/coverage`, {
      pipelineId: pipelines[0]?.id,
    });
    expect(started.state).toBe('running');
    const run = await until('the deals were tried', async () => {
      const now = await settings.get<CoverageView>(`/coverage/${started.runId}`);
      return now.state === 'running' ? null : now;
    });
    expect(run).toMatchObject({ state: 'done', pollAfterMs: null, message: null });
    expect(run.done).toBe(run.total);
    expect(run.deals).toHaveLength(run.total);
    expect(run.summary).toMatch(/\d+ /);
    const counted = run.groups
      .filter(({ state }) => state === 'ready')
      .reduce((sum, { count }) => sum + count, 0);
    expect(run.deals.filter(({ state }) => state === 'ready')).toHaveLength(counted);
    for (const deal of run.deals)
      if (deal.state !== 'ready') expect(deal.gaps.length + deal.groups.length).toBeGreaterThan(0);
    expect(world.spotdraft.control.stats().calls).toEqual(before);
    expect(await settings.get<CoverageView>(`${order.path}/coverage`)).toMatchObject({ runId: run.runId });
    expect(await settings.refused('GET', `/coverage/${randomUUID()}`)).toMatchObject({ code: 'not_found' });

    // What stayed empty on all of them is said where the mapping is written, until the rule is another.
    const said = async (given: Mapping): Promise<string[]> => {
      const { findings } = await settings.post<LintView>(`${order.path}/lint`, { content: given });
      return findings.filter(({ code }) => code === 'never_filled').map(({ target }) => target);
    };
    expect(run.total).toBeGreaterThan(9);
    expect(await said(content)).toEqual(['special_terms']);
    expect(await said(filled)).toEqual([]);
  });
});
