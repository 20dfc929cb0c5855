import { Alert, Modal, Select, StatusTag, TextArea } from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import { PropertiesContext } from '@dealdraft/ui/settings/mapping/context/properties-context.ts';
import { createDraftKeeper } from '@dealdraft/ui/settings/draft/draft-keeper.ts';
import { createPropertyKeeper } from '@dealdraft/ui/settings/mapping/context/property-keeper.ts';
import { DraftsContext } from '@dealdraft/ui/settings/draft/drafts-context.ts';
import { TemplatePage } from '@dealdraft/ui/settings/templates/template-page.tsx';
import type { TemplatePart } from '@dealdraft/ui/settings/parts/navigation.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { LintRequest, SaveDraft } from '@dealdraft/wire/settings.ts';
import { line, manualClock, missingLine, ok, plan, refused, words, fakeCall } from '../card/kit.tsx';
import type { SettingsRoutes } from '@dealdraft/wire/routes/settings.ts';
import { readAccount } from './editor-kit.tsx';
import { fire, renderSettings, type SettingsFakes } from './kit.tsx';
import { finding, mapping, rule, suggestion } from './kit-mapping.ts';
import { choices, coverage, editor, row, W1 } from './kit-views.ts';
import { press } from './presses.ts';

const of = { workspaceId: W1, templateId: 5 };
const answering =
  <Data,>(data: Data) =>
  () =>
    Promise.resolve(ok(data));

/** A template's page over a service that keeps what is saved. */
const open = (part: TemplatePart, more: SettingsFakes = {}) => {
  const saves: SaveDraft[] = [];
  const lints: LintRequest[] = [];
  const api: SettingsFakes = {
    'GET /api/settings/templates/:workspaceId/:templateId': answering(editor()),
    'POST /api/settings/templates/:workspaceId/:templateId/suggestions': answering({
      suggestions: [suggestion('customer')],
      whole: mapping({ contractData: [rule('customer')] }),
    }),
    'GET /api/settings/workspaces/:workspaceId/choices': answering(choices()),
    'GET /api/settings/deals': answering({
      deals: [
        {
          id: '901',
          name: 'Acme renewal',
          pipelineId: null,
          stage: 'Qualified',
          amount: null,
          changedAt: null,
        },
      ],
      after: null,
    }),
    'POST /api/settings/templates/:workspaceId/:templateId/lint': (body) => {
      lints.push(body);
      return Promise.resolve(ok({ findings: [], canPublish: true }));
    },
    'POST /api/settings/templates/:workspaceId/:templateId/draft': (body) => {
      saves.push(body);
      return Promise.resolve(
        ok({ kind: 'saved' as const, revision: body.revision + 1, savedAt: '2026-11-05T12:00:00Z' }),
      );
    },
    'GET /api/settings/templates/:workspaceId/:templateId/diff': answering({
      from: '1',
      to: 'draft',
      changes: [
        {
          target: 'customer',
          label: 'Customer',
          kind: 'changed' as const,
          before: 'Deal · Name',
          after: 'Company · Name',
        },
      ],
    }),
    'GET /api/settings/templates/:workspaceId/:templateId/coverage': answering(null),
    'GET /api/settings/templates/:workspaceId/:templateId/versions': answering({
      versions: [],
      before: null,
    }),
    'GET /api/settings/workspaces': answering({ workspaces: [], regions: [], webhookOrigin: '' }),
    ...more,
  };
  const clock = manualClock();
  const drafts = createDraftKeeper({ call: fakeCall<SettingsRoutes>(api), clock });
  const properties = createPropertyKeeper(readAccount(), (run) => void Promise.resolve().then(run));
  const page = renderSettings(
    <PropertiesContext.Provider value={properties}>
      <DraftsContext.Provider value={drafts}>
        <TemplatePage of={of} part={part} />
      </DraftsContext.Provider>
    </PropertiesContext.Provider>,
    api,
  );
  const status = () => page.findAll(StatusTag).map((tag) => words(tag))[0];
  return { ...page, saves, lints, drafts, status, draftClock: clock };
};

describe('editing a template’s mapping', () => {
  it('offers a first draft as suggestions, and uses nothing before somebody accepts', async () => {
    const page = open('mapping');
    await page.waitFor(() => {
      expect(page.maybeFind(Alert, { title: 'Begin with 1 suggestion' })).not.toBeNull();
    });
    page.draftClock.advance(10_000);
    expect(page.saves).toEqual([]);
    press(page, 'Accept all suggestions');
    page.draftClock.advance(900);
    await page.waitFor(() => {
      expect(page.status()).toMatch(/^Saved/);
    });
    expect(page.saves.map(({ revision, content }) => [revision, content.contractData?.length])).toEqual([
      [0, 1],
    ]);
  });

  it('lints a moment after the last edit, not after each', async () => {
    const page = open('mapping');
    await page.waitFor(() => {
      expect(page.lints).toHaveLength(1);
      expect(page.text()).toContain('1 suggestion by name and type');
    });
    press(page, 'Accept');
    press(page, 'Edit');
    fire(page.find(Select, { name: 'rule-0-missing' }), 'onChange', 'blank');
    page.clock.advance(500);
    expect(page.lints).toHaveLength(1);
    page.clock.advance(600);
    await page.waitFor(() => {
      expect(page.lints).toHaveLength(2);
    });
    expect(page.lints[1]?.content?.contractData?.[0]?.whenMissing).toBe('blank');
  });

  it('drops a lint that comes after a newer one was asked for', async () => {
    const answers: ((findings: string[]) => void)[] = [];
    const page = open('mapping', {
      'POST /api/settings/templates/:workspaceId/:templateId/lint': () =>
        new Promise((resolve) => {
          answers.push((paths) => {
            resolve(ok({ findings: paths.map((path) => finding(path)), canPublish: paths.length === 0 }));
          });
        }),
    });
    await page.waitFor(() => {
      expect(answers).toHaveLength(1);
      expect(page.text()).toContain('1 suggestion by name and type');
    });
    press(page, 'Accept');
    page.clock.advance(600);
    await page.waitFor(() => {
      expect(answers).toHaveLength(2);
    });
    answers[1]?.([]);
    answers[0]?.(['customer']);
    await page.waitFor(() => {
      expect(page.text()).toContain('Checked: nothing to correct.');
    });
    expect(page.text()).not.toContain('customer is required');
  });

  it('saves everything but what is not finished, and says what is to do about that', async () => {
    const page = open('mapping');
    await page.waitFor(() => {
      expect(page.text()).toContain('1 suggestion by name and type');
    });
    press(page, 'Accept');
    press(page, 'Map');
    press(page, 'Choose where it comes from');
    page.draftClock.advance(900);
    await page.waitFor(() => {
      expect(page.saves).toHaveLength(1);
    });
    expect(page.saves[0]?.content.contractData?.map(({ target }) => target)).toEqual(['customer']);
    expect(words(page.find(Alert, { title: 'Choose a property to save this.' }))).toContain(
      'Choose a property.',
    );
  });

  it('keeps an edit that was not saved when the screen is left and opened again', async () => {
    const page = open('mapping', {
      'POST /api/settings/templates/:workspaceId/:templateId/draft': () =>
        Promise.resolve(refused('unexpected', 'No answer.')),
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('1 suggestion by name and type');
    });
    press(page, 'Accept');
    page.draftClock.advance(900);
    await page.waitFor(() => {
      expect(page.status()).toBe('Not saved: No answer.');
    });
    const again = page.drafts.open(of, { content: mapping(), revision: 0 });
    expect(again.draft().content.contractData.map(({ target }) => target)).toEqual(['customer']);
  });

  it('shows who changed it meanwhile, and lets a person take either', async () => {
    const theirs: Mapping = mapping({ contractData: [rule('note')] });
    let conflict = true;
    const page = open('mapping', {
      'POST /api/settings/templates/:workspaceId/:templateId/draft': (body) =>
        Promise.resolve(
          conflict
            ? ok({
                kind: 'conflict' as const,
                theirs: { content: theirs, revision: 7, by: 'Ben', at: '2026-11-05T11:59:00Z' },
              })
            : ok({ kind: 'saved' as const, revision: body.revision + 1, savedAt: '2026-11-05T12:00:00Z' }),
        ),
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('1 suggestion by name and type');
    });
    press(page, 'Accept');
    page.draftClock.advance(900);
    await page.waitFor(() => {
      expect(page.find(Alert, { title: 'Ben changed this mapping 1 min ago' })).toBeDefined();
    });
    conflict = false;
    press(page, 'Keep mine');
    await page.waitFor(() => {
      expect(page.status()).toMatch(/^Saved/);
    });
    expect(page.drafts.open(of, { content: mapping(), revision: 8 }).draft().revision).toBe(8);
  });

  it('runs the rules on a chosen deal while they are edited', async () => {
    const tried: unknown[] = [];
    const page = open('mapping', {
      'POST /api/settings/templates/:workspaceId/:templateId/try': (body) => {
        tried.push(body.dealId);
        return Promise.resolve(
          ok({
            plan: plan([line({ target: 'customer' })]),
            dealName: 'Acme renewal',
            readiness: { state: 'ready' as const, text: 'Ready', count: 0 },
          }),
        );
      },
    });
    await page.waitFor(() => {
      expect(page.find(Select, { name: 'live-deal' }).props.options).toHaveLength(1);
      expect(page.text()).toContain('1 suggestion by name and type');
    });
    fire(page.find(Select, { name: 'live-deal' }), 'onChange', '901');
    press(page, 'Accept');
    press(page, 'Edit');
    await page.waitFor(() => {
      expect(page.text()).toContain('Company name of Acme');
    });
    expect(tried[0]).toBe('901');
  });
});

describe('publishing', () => {
  const published = editor({
    source: 'draft',
    revision: 3,
    content: mapping({ contractData: [rule('customer')] }),
    published: { number: 1, by: 'ada@example.com', at: '2026-11-05T10:00:00Z', note: null },
    row: row({ state: 'published', publishedNumber: 1 }),
  });
  const openForm = async (more: SettingsFakes) => {
    const page = open('mapping', {
      'GET /api/settings/templates/:workspaceId/:templateId': answering(published),
      ...more,
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('Version 1 is published');
    });
    press(page, 'Publish changes');
    const modal = () => page.find(Modal, { id: 'dealdraft-settings-publish' });
    await page.waitFor(() => {
      expect(words(modal())).toContain('Company · Name');
    });
    return { page, modal };
  };

  it('shows what changes, takes a note, and publishes the revision that was shown', async () => {
    const asked: unknown[] = [];
    const { page } = await openForm({
      'POST /api/settings/templates/:workspaceId/:templateId/publish': (body) => {
        asked.push(body);
        return Promise.resolve(ok({ kind: 'published' as const, number: 2 }));
      },
    });
    fire(page.find(TextArea, { name: 'publish-note' }), 'onInput', 'Names from the company');
    press(page, 'Publish');
    await page.waitFor(() => {
      expect(page.seen).toContain('success: Version 2 of Order form is published.');
    });
    expect(asked).toEqual([{ ...of, revision: 3, note: 'Names from the company' }]);
  });

  it('stays open with the reasons when it is refused', async () => {
    const { page, modal } = await openForm({
      'POST /api/settings/templates/:workspaceId/:templateId/publish': () =>
        Promise.resolve({
          ok: false,
          error: {
            code: 'blocked',
            message: 'The mapping has errors.',
            canRetry: false,
            fields: [{ target: 'total', label: 'Order total', message: 'It is required.' }],
          },
        }),
    });
    press(page, 'Publish');
    await page.waitFor(() => {
      expect(words(modal())).toContain('Order total: It is required.');
    });
    expect(page.seen).toEqual([]);
  });
});

describe('a template that cannot be used', () => {
  it('says why it is paused, and resumes after a check', async () => {
    const page = open('mapping', {
      'GET /api/settings/templates/:workspaceId/:templateId': answering(
        editor({ row: row({ state: 'paused', pausedReason: 'The property “po_number” was deleted.' }) }),
      ),
      'POST /api/settings/templates/:workspaceId/:templateId/resume': () =>
        Promise.resolve(refused('blocked', 'The mapping still has errors.')),
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('The property “po_number” was deleted.');
    });
    press(page, 'Check and resume');
    await page.waitFor(() => {
      expect(page.text()).toContain('The mapping still has errors.');
    });
  });
});

describe('trying a mapping', () => {
  it('shows a deal’s plan: what cannot be filled first, with its record', async () => {
    const page = open('try', {
      'POST /api/settings/templates/:workspaceId/:templateId/try': answering({
        plan: plan([line(), missingLine()]),
        dealName: 'Acme renewal',
        readiness: { state: 'missing' as const, text: '1 value missing', count: 1 },
      }),
    });
    await page.waitFor(() => {
      expect(page.find(Select, { name: 'try-deal' }).props.options).toHaveLength(1);
    });
    fire(page.find(Select, { name: 'try-deal' }), 'onChange', '901');
    await page.waitFor(() => {
      expect(words(page.find(Alert, { title: 'Acme renewal: 1 value missing' }))).toContain(
        'Billing country: The company has no country.',
      );
    });
    expect(page.text()).toContain('SpotDraft makes a preview once every required value is there.');
  });

  it('runs over the newest deals with progress, then groups what they lack', async () => {
    let looked = 0;
    const page = open('try', {
      'POST /api/settings/templates/:workspaceId/:templateId/coverage': answering(
        coverage({ state: 'running', done: 0, groups: [], deals: [], pollAfterMs: 1_500 }),
      ),
      'GET /api/settings/coverage/:runId': () => {
        looked += 1;
        return Promise.resolve(
          ok(looked === 1 ? coverage({ state: 'running', done: 20, pollAfterMs: 1_500 }) : coverage()),
        );
      },
    });
    await page.waitFor(() => {
      expect(page.find(Select, { name: 'coverage-pipeline' }).props.value).toBe('default');
    });
    press(page, 'Test these deals');
    await page.waitFor(() => {
      expect(page.clock.waits()).toContain(1_500);
    });
    page.clock.advance(1_500);
    await page.waitFor(() => {
      expect(looked).toBe(1);
      expect(page.clock.waits()).toContain(1_500);
    });
    page.clock.advance(1_500);
    await page.waitFor(() => {
      expect(
        page.find(Alert, { title: '46 ready, 3 lack billing country, 1 has two companies' }),
      ).toBeDefined();
    });
    expect(page.clock.waits()).not.toContain(1_500);
    press(page, 'lack billing country (3)');
    expect(page.text()).toContain('Acme renewal');
    expect(page.text()).not.toContain('Globex');
  });
});

describe('versions', () => {
  const version = (number: number, current: boolean) => ({
    number,
    by: 'ada@example.com',
    at: '2026-11-05T10:00:00Z',
    note: `Note ${String(number)}`,
    current,
    contracts: 4,
  });

  it('are read page by page, and can be gone back to', async () => {
    const asked: (number | null)[] = [];
    const back: unknown[] = [];
    const page = open('versions', {
      'GET /api/settings/templates/:workspaceId/:templateId/versions': ({ before = null }) => {
        asked.push(before);
        return Promise.resolve(
          ok(
            before === null
              ? { versions: [version(3, true), version(2, false)], before: 2 }
              : { versions: [version(1, false)], before: null },
          ),
        );
      },
      'POST /api/settings/templates/:workspaceId/:templateId/roll-back': (body) => {
        back.push(body);
        return Promise.resolve(ok({ kind: 'published' as const, number: 4 }));
      },
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('Note 3');
    });
    press(page, 'Show older versions');
    await page.waitFor(() => {
      expect(page.text()).toContain('Note 1');
    });
    expect(asked).toEqual([null, 2]);
    press(page, 'Roll back');
    press(page, 'Publish version 2 again');
    await page.waitFor(() => {
      expect(page.seen).toContain('success: Version 2 is in use again, as version 4.');
    });
    expect(back).toEqual([{ ...of, number: 2, note: '' }]);
  });

  it('say what is missing before there is one', async () => {
    const page = open('versions');
    await page.waitFor(() => {
      expect(page.text()).toContain('Publish the draft to make version 1.');
    });
    expect(page.text()).toContain('Connect a second workspace');
  });
});
