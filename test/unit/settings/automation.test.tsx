import {
  TextArea,
  Alert,
  Checkbox,
  Input,
  Modal,
  MultiSelect,
  Panel,
  Select,
  StatusTag,
  Tabs,
  Link,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import type {
  AutomationView,
  ExecutionView,
  FiringView,
  QueueView,
  RuleView,
  SaveRule,
  SaveSet,
  SimulationView,
} from '@dealdraft/wire/automation.ts';
import type { OverviewView } from '@dealdraft/wire/settings.ts';
import { AutomationPage } from '@dealdraft/ui/settings/automation/automation-page.tsx';
import { FiringsList } from '@dealdraft/ui/settings/automation/firings-list.tsx';
import { PropertiesContext } from '@dealdraft/ui/settings/mapping/context/properties-context.ts';
import { createPropertyKeeper } from '@dealdraft/ui/settings/mapping/context/property-keeper.ts';
import { ago, ok, refused, words } from '../card/kit.tsx';
import { fire, renderSettings, type SettingsFakes } from './kit.tsx';
import { overview } from './kit-views.ts';
import { press } from './presses.ts';

const answering =
  <Data,>(data: Data) =>
  () =>
    Promise.resolve(ok(data));

const rule = (more: Partial<RuleView> = {}): RuleView => ({
  id: 'rule-1',
  version: 3,
  content: {
    kind: 'generate',
    name: 'Make it',
    pipelineId: 'default',
    conditions: [],
    repeat: 'once',
    coolDownMinutes: 0,
    stageId: 'contractsent',
    templateId: 7,
    ifOpen: 'skip',
    send: 'no',
    sendDespiteWarnings: false,
  },
  sentence: 'When a deal enters Contract, generate “Order Form”.',
  state: 'active',
  pausedReason: null,
  findings: [],
  activeSince: ago(60),
  firedTimes: 0,
  lastFiredAt: null,
  waiting: 0,
  updatedAt: ago(60),
  updatedBy: 'ada@example.com',
  ...more,
});

const automation = (more: Partial<AutomationView> = {}): AutomationView => ({
  rules: [],
  sets: [],
  pipelines: [
    {
      id: 'default',
      label: 'New business',
      stages: [
        { id: 'contractsent', label: 'Contract', isClosed: false, isWon: false },
        { id: 'closedwon', label: 'Closed won', isClosed: true, isWon: true },
      ],
    },
    { id: 'renewals', label: 'Renewals', stages: [] },
  ],
  pipelinesMessage: null,
  templates: [
    { templateId: 7, name: 'Order Form', environment: 'production' },
    { templateId: 8, name: 'DPA', environment: 'uat' },
  ],
  ...more,
});

const firing = (more: Partial<FiringView> = {}): FiringView => ({
  id: 'firing-1',
  ruleId: 'rule-1',
  dealId: '501',
  state: 'done',
  text: 'Generated “Order form”.',
  cause: 'person',
  asks: null,
  contracts: [],
  missing: [],
  at: ago(30),
  endedAt: ago(20),
  ...more,
});

const queue = (more: Partial<QueueView> = {}): QueueView => ({
  deals: 0,
  contracts: 0,
  perMinute: 0,
  expectedAt: null,
  next: [],
  asking: [],
  deal: null,
  ...more,
});

const shown = (api: SettingsFakes, absent: OverviewView['hubspot']['absent'] = []) => {
  const keeper = createPropertyKeeper(
    () => Promise.resolve(ok({ properties: [], total: 0, missing: [] } as never)),
    (run) => {
      run();
    },
  );
  return renderSettings(
    <PropertiesContext.Provider value={keeper}>
      <AutomationPage hubspot={{ ...overview(null).hubspot, absent }} />
    </PropertiesContext.Provider>,
    api,
  );
};
type Page = ReturnType<typeof shown>;
const named = (
  page: Page,
  component: never,
  name: string,
): { trigger: unknown; props: Record<string, unknown> } => {
  const found = (
    page.findAll(component) as unknown as { trigger: unknown; props: Record<string, unknown> }[]
  ).find(({ props }) => props['name'] === name);
  if (found === undefined) throw new Error(`no field ${name} in: ${all(page)}`);
  return found;
};
const choose = (page: Page, name: string, value: string) => {
  fire(named(page, Select as never, name), 'onChange', value);
};
/** What the page shows, with the overlays that are open. */
const all = (page: Page): string =>
  [page.text(), ...page.findAll(Panel).map(words), ...page.findAll(Modal).map(words)].join(' ');
const open = (page: Page, tab: string) => {
  fire(page.find(Tabs), 'onSelectedChange', tab);
};
const alerts = (page: Page) => page.findAll(Alert).map(({ props }) => props.title);

describe('the rules', () => {
  it('show each with its state, why it is paused, and what keeps it from working', async () => {
    const page = shown({
      'GET /api/settings/automation': answering(
        automation({
          rules: [
            rule({ firedTimes: 2, lastFiredAt: ago(120), waiting: 1 }),
            rule({
              id: 'rule-2',
              state: 'paused',
              pausedReason: 'It moves deals in circles together with the rule “Back”.',
            }),
            rule({
              id: 'rule-3',
              findings: ['The stage it acts on is not in the pipeline any more; choose another.'],
            }),
          ],
        }),
      ),
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('fired 2 times, last 2');
    });
    expect(page.findAll(StatusTag).map((tag) => tag.props.variant)).toEqual([
      'success',
      'info',
      'warning',
      'danger',
    ]);
    expect(alerts(page)).toEqual(['Why it is paused', 'It cannot work as it is']);
    expect(all(page)).toContain('in circles together with the rule “Back”');
    expect(all(page)).toContain('1 deal waits');
  });

  it('are shown by pipeline; rules of a pipeline that is gone are not lost', async () => {
    const gone = rule({
      id: 'old',
      sentence: 'An old rule.',
      content: { ...rule().content, pipelineId: 'deleted' },
    });
    const page = shown({ 'GET /api/settings/automation': answering(automation({ rules: [rule(), gone] })) });
    await page.waitFor(() => {
      expect(all(page)).toContain('When a deal enters Contract');
    });
    expect(all(page)).not.toContain('An old rule.');
    const options = named(page, Select as never, 'automation-pipeline').props['options'] as {
      label: string;
    }[];
    expect(options.map(({ label }) => label)).toEqual([
      'New business (1 rule)',
      'Renewals (0 rules)',
      'deleted (gone) (1 rule)',
    ]);
    choose(page, 'automation-pipeline', 'deleted');
    await page.waitFor(() => {
      expect(all(page)).toContain('An old rule.');
    });
  });

  it('say when the stages cannot be read, and when nothing can be generated yet', async () => {
    const page = shown({
      'GET /api/settings/automation': answering(
        automation({
          pipelines: [],
          pipelinesMessage: 'HubSpot does not answer.',
          templates: [],
          rules: [rule()],
        }),
      ),
    });
    await page.waitFor(() => {
      expect(alerts(page)).toEqual([
        'The stages could not be read from HubSpot',
        'No template is published yet',
      ]);
    });
    expect(all(page)).toContain('When a deal enters Contract');
  });

  it('say in a sentence why they cannot be shown, and try again', async () => {
    let tries = 0;
    const page = shown({
      'GET /api/settings/automation': () => {
        tries += 1;
        return Promise.resolve(
          tries === 1
            ? refused('unexpected', 'DealDraft cannot be reached right now.')
            : ok(automation({ rules: [rule()] })),
        );
      },
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('DealDraft cannot be reached right now.');
    });
    press(page, 'Try again');
    await page.waitFor(() => {
      expect(all(page)).toContain('Make it');
    });
  });

  it('are made in the form: nothing can be saved until all is chosen, and the name is suggested', async () => {
    const saved: SaveRule[] = [];
    let reads = 0;
    const page = shown({
      'GET /api/settings/automation': () => {
        reads += 1;
        return Promise.resolve(ok(automation()));
      },
      'POST /api/settings/automation/rules': (body) => {
        saved.push(body);
        return Promise.resolve(
          saved.length === 1
            ? refused('blocked', 'The stage it acts on is not in the pipeline any more; choose another.')
            : ok({ id: 'new', version: 1 }),
        );
      },
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('No rules yet');
    });
    press(page, 'Add a rule for a stage');
    await page.waitFor(() => {
      expect(all(page)).toContain('Choose the stage that starts it. Choose a template.');
    });
    press(page, 'Turn on');
    expect(saved).toEqual([]);
    choose(page, 'rule-stage', 'contractsent');
    choose(page, 'rule-template', '7');
    choose(page, 'rule-if-open', 'reuse');
    choose(page, 'rule-send', 'signature');
    choose(page, 'rule-repeat', 'always');
    await page.waitFor(() => {
      expect(named(page, Input as never, 'rule-name').props['placeholder']).toBe(
        'Contract: generate Order Form',
      );
    });
    fire(named(page, Input as never, 'rule-cool-down'), 'onInput', '30');
    press(page, 'Turn on');
    await page.waitFor(() => {
      expect(all(page)).toContain('not in the pipeline any more; choose another.');
    });
    press(page, 'Turn on');
    await page.waitFor(() => {
      expect(page.seen).toContain('success: Saved. It acts on what happens from now on.');
    });
    expect(saved[1]).toEqual({
      content: {
        kind: 'generate',
        name: 'Contract: generate Order Form',
        pipelineId: 'default',
        conditions: [],
        repeat: 'always',
        coolDownMinutes: 30,
        stageId: 'contractsent',
        templateId: 7,
        ifOpen: 'reuse',
        send: 'signature',
        sendDespiteWarnings: false,
      },
    });
    expect(page.seen).toContain('close dealdraft-settings-add-rule-generate');
    await page.waitFor(() => {
      expect(reads).toBe(2);
    });
  });

  it('that move deals need a set, and take their guards', async () => {
    const none = shown({ 'GET /api/settings/automation': answering(automation()) });
    await none.waitFor(() => {
      expect(all(none)).toContain('Add a rule for a contract set');
    });
    press(none, 'Add a rule for a contract set');
    await none.waitFor(() => {
      expect(alerts(none)).toContain('There is no contract set yet');
    });
    press(none, 'Make a set');
    await none.waitFor(() => {
      expect(all(none)).toContain('Make one, then add a rule');
    });

    const saved: SaveRule[] = [];
    const set = {
      id: 'set-1',
      version: 1,
      content: { name: 'Order', members: [{ templateId: 7, required: true }] },
      usedBy: [],
    };
    const page = shown({
      'GET /api/settings/automation': answering(automation({ sets: [set] })),
      'POST /api/settings/automation/rules': (body) => {
        saved.push(body);
        return Promise.resolve(ok({ id: 'new', version: 1 }));
      },
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('Add a rule for a contract set');
    });
    press(page, 'Add a rule for a contract set');
    await page.waitFor(() => {
      expect(all(page)).toContain('Allow moving to earlier stages');
    });
    choose(page, 'rule-set', 'set-1');
    choose(page, 'rule-when', 'declined');
    choose(page, 'rule-to-stage', 'contractsent');
    fire(named(page, Checkbox as never, 'rule-backward'), 'onChange', true);
    press(page, 'Turn on');
    await page.waitFor(() => {
      expect(saved).toHaveLength(1);
    });
    expect(saved[0]?.content).toMatchObject({
      kind: 'move',
      name: 'Order declined: move to Contract',
      when: 'declined',
      allowBackward: true,
      allowFromClosed: false,
      repeat: 'once',
    });
  });

  it('are edited under their version, and somebody else’s change is told', async () => {
    const saved: SaveRule[] = [];
    const page = shown({
      'GET /api/settings/automation': answering(automation({ rules: [rule()] })),
      'POST /api/settings/automation/rules': (body) => {
        saved.push(body);
        return Promise.resolve(
          refused('blocked', 'Somebody else changed this rule meanwhile; reload the page and edit it again.'),
        );
      },
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('Make it');
    });
    press(page, 'Edit');
    await page.waitFor(() => {
      expect(all(page)).toContain('When a deal enters');
    });
    press(page, 'Save');
    await page.waitFor(() => {
      expect(all(page)).toContain('Somebody else changed this rule meanwhile');
    });
    expect(saved).toEqual([{ id: 'rule-1', version: 3, content: rule().content }]);
  });

  it('are paused and switched on by one press, and deleted after a question', async () => {
    const asked: string[] = [];
    let state: RuleView['state'] = 'active';
    const page = shown({
      'GET /api/settings/automation': () => Promise.resolve(ok(automation({ rules: [rule({ state })] }))),
      'POST /api/settings/automation/rules/:ruleId/state': ({ ruleId: id, state: to }) => {
        asked.push(`${id} ${to}`);
        state = to;
        return Promise.resolve(ok({ id, version: 3 }));
      },
      'POST /api/settings/automation/rules/:ruleId/delete': ({ ruleId: id }) => {
        asked.push(`delete ${id}`);
        return Promise.resolve(ok({ id, version: 3 }));
      },
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('Make it');
    });
    press(page, 'Pause');
    await page.waitFor(() => {
      expect(all(page)).toContain('Turn on');
    });
    press(page, 'Turn on');
    await page.waitFor(() => {
      expect(asked).toEqual(['rule-1 paused', 'rule-1 active']);
    });
    press(page, 'Delete');
    await page.waitFor(() => {
      expect(all(page)).toContain('It no longer acts on any deal.');
    });
    expect(asked).toHaveLength(2);
    press(page, 'Delete this rule');
    await page.waitFor(() => {
      expect(asked).toEqual(['rule-1 paused', 'rule-1 active', 'delete rule-1']);
    });
  });
});

describe('what a rule did', () => {
  it('names each value that HubSpot requires, with the place to fill it in', async () => {
    const page = renderSettings(<FiringsList ruleId="rule-1" />, {
      'GET /api/settings/automation/rules/:ruleId/firings': () =>
        Promise.resolve(
          ok({
            firings: [
              firing({
                state: 'blocked',
                text: 'HubSpot requires PO number and Close date before the deal can move to Closed won.',
                missing: [
                  { label: 'PO number', link: { object: 'deal', recordId: '501', property: 'po_number' } },
                  { label: 'Close date', link: { object: 'deal', recordId: '501', property: 'closedate' } },
                ],
              }),
            ],
            before: null,
          }),
        ),
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('before the deal can move to Closed won.');
    });
    expect(all(page)).toContain('Waiting for values');
    const links = page.findAll(Link).filter((link) => ['PO number', 'Close date'].includes(words(link)));
    expect(links.map(({ props }) => (props.href as { url: string }).url)).toEqual([
      expect.stringMatching(/record\/0-3\/501\?property=po_number$/),
      expect.stringMatching(/record\/0-3\/501\?property=closedate$/),
    ]);
  });

  it('is read page by page; a refused firing can be tried again, and a failure is a sentence', async () => {
    const answers: string[] = [];
    const page = renderSettings(<FiringsList ruleId="rule-1" />, {
      'GET /api/settings/automation/rules/:ruleId/firings': ({ before = null }) =>
        Promise.resolve(
          ok(
            before === null
              ? { firings: [firing({ state: 'refused', text: 'SpotDraft refused.' })], before: 'cursor' }
              : { firings: [firing({ id: 'firing-0', state: 'held', text: 'It rests.' })], before: null },
          ),
        ),
      'POST /api/settings/automation/firings/:firingId/answer': ({ firingId: id, answer }) => {
        answers.push(`${id} ${answer}`);
        return Promise.resolve(
          answers.length === 1 ? refused('blocked', 'The deal went on.') : ok({ id: 'again', version: 1 }),
        );
      },
    });
    await page.waitFor(() => {
      expect(all(page)).toContain('SpotDraft refused.');
    });
    press(page, 'Show older ones');
    await page.waitFor(() => {
      expect(all(page)).toContain('Held back');
    });
    press(page, 'Try again');
    await page.waitFor(() => {
      expect(all(page)).toContain('The deal went on.');
    });
    press(page, 'Try again');
    await page.waitFor(() => {
      expect(page.seen).toContain('success: Trying again');
    });
    expect(answers).toEqual(['firing-1 retry', 'firing-1 retry']);
  });
});

describe('the contract sets', () => {
  it('are made of required and optional contracts, each in one of the two', async () => {
    const saved: SaveSet[] = [];
    const page = shown({
      'GET /api/settings/automation': answering(automation()),
      'POST /api/settings/automation/sets': (body) => {
        saved.push(body);
        return Promise.resolve(ok({ id: 'set-1', version: 1 }));
      },
    });
    open(page, 'sets');
    await page.waitFor(() => {
      expect(all(page)).toContain('Make one, then add a rule');
    });
    press(page, 'Add a contract set');
    await page.waitFor(() => {
      expect(all(page)).toContain('Save the set');
    });
    fire(named(page, MultiSelect as never, 'set-optional'), 'onChange', [7, 8]);
    await page.waitFor(() => {
      expect(alerts(page)).toContain('Nothing is required');
    });
    press(page, 'Save the set');
    expect(saved).toEqual([]);
    fire(named(page, MultiSelect as never, 'set-required'), 'onChange', [7]);
    fire(named(page, Input as never, 'set-name'), 'onInput', ' Order and DPA ');
    await page.waitFor(() => {
      expect(alerts(page)).not.toContain('Nothing is required');
    });
    press(page, 'Save the set');
    await page.waitFor(() => {
      expect(saved).toEqual([
        {
          content: {
            name: 'Order and DPA',
            members: [
              { templateId: 8, required: false },
              { templateId: 7, required: true },
            ],
          },
        },
      ]);
    });
  });

  it('tell which rules go by them, and why one cannot be deleted', async () => {
    const set = {
      id: 'set-1',
      version: 1,
      content: {
        name: 'Order',
        members: [
          { templateId: 7, required: true },
          { templateId: 99, required: false },
        ],
      },
      usedBy: ['Win'],
    };
    const page = shown({
      'GET /api/settings/automation': answering(automation({ sets: [set] })),
      'POST /api/settings/automation/sets/:setId/delete': () =>
        Promise.resolve(refused('blocked', '“Win” goes by this set; change that rule first.')),
    });
    open(page, 'sets');
    await page.waitFor(() => {
      expect(all(page)).toContain('Used by Win.');
    });
    expect(all(page)).toContain('Template 99 (gone)');
    press(page, 'Delete');
    await page.waitFor(() => {
      expect(all(page)).toContain('Win goes by it; change or delete that first.');
    });
    press(page, 'Delete this set');
    await page.waitFor(() => {
      expect(all(page)).toContain('change that rule first');
    });
  });
});

describe('the simulator', () => {
  it('shows what would happen at each stage, what would not and why, and circles', async () => {
    const stage = {
      stageId: 'contractsent',
      label: 'Contract',
      current: true,
      rules: [
        {
          ruleId: 'a',
          name: 'Make it',
          verdict: 'fires' as const,
          why: 'The deal entered Contract.',
          would: 'generate “Order Form”',
          waitsFor: ['The line items add up to less.'],
        },
        {
          ruleId: 'b',
          name: 'Win',
          verdict: 'not' as const,
          why: '“Order” is not executed.',
          would: null,
          waitsFor: [],
        },
      ],
      path: ['Closed won'],
      loop: '“There” and “Back” undo each other.',
    };
    const view: SimulationView = { dealName: 'Acme', currentStageId: 'contractsent', stages: [stage] };
    const asked: unknown[] = [];
    const page = shown({
      'GET /api/settings/automation': answering(automation()),
      'GET /api/settings/deals': answering({
        deals: [{ id: '501', name: 'Acme', stage: 'Contract', amount: null }],
      } as never),
      'POST /api/settings/automation/simulate': (body) => {
        asked.push(body);
        return Promise.resolve(ok(view));
      },
    });
    open(page, 'simulator');
    await page.waitFor(() => {
      expect(named(page, Select as never, 'simulated-deal').props['options']).toHaveLength(1);
    });
    choose(page, 'simulated-deal', '501');
    await page.waitFor(() => {
      expect(all(page)).toContain('It would generate “Order Form”.');
    });
    expect(all(page)).toContain('The deal would go on by itself to Closed won.');
    expect(all(page)).toContain('Win: “Order” is not executed.');
    expect(alerts(page)).toContain('The deal would go round in circles');
    expect(alerts(page)).toContain('Sending would wait for a person');
    expect(all(page)).toContain('The line items add up to less.');
    fire(named(page, Checkbox as never, 'include-paused'), 'onChange', true);
    await page.waitFor(() => {
      expect(asked).toEqual([
        { dealId: '501', includePaused: false },
        { dealId: '501', includePaused: true },
      ]);
    });
  });
});

describe('the progress', () => {
  it('shows the queue and reads it again while something waits', async () => {
    const views = [
      queue({
        deals: 3,
        contracts: 2,
        perMinute: 60,
        expectedAt: ago(-30),
        next: [
          {
            id: 'r',
            dealId: '501',
            templateName: 'Order Form',
            origin: 'workflow',
            position: 1,
            expectedAt: ago(-5),
          },
        ],
      }),
      queue(),
    ];
    const page = shown({
      'GET /api/settings/automation': answering(automation()),
      'GET /api/settings/deals': answering({ deals: [] } as never),
      'GET /api/settings/automation/queue': () => Promise.resolve(ok(views.shift() ?? queue())),
    });
    open(page, 'progress');
    await page.waitFor(() => {
      expect(all(page)).toContain('By a workflow');
    });
    expect(all(page)).toContain('And 1 more.');
    expect(all(page)).toContain('The last contract is expected');
    page.clock.advance(3_000);
    await page.waitFor(() => {
      expect(alerts(page)).toEqual(['Nothing waits']);
    });
  });

  it.each([
    [{ state: 'queued' as const, position: 4, expectedAt: ago(-9) }, 'Its contract is number 4 in the queue'],
    [{ state: 'making' as const, position: null, expectedAt: null }, 'Its contract is being made now.'],
    [{ state: 'looked_at' as const, position: null, expectedAt: null }, 'Its rules are to be looked at.'],
    [{ state: 'none' as const, position: null, expectedAt: null }, 'Nothing of this deal waits.'],
  ])('tells where a deal stands: %j', async (standing, sentence) => {
    const asked: (string | null)[] = [];
    const page = shown({
      'GET /api/settings/automation': answering(automation()),
      'GET /api/settings/deals': answering({
        deals: [{ id: '501', name: 'Acme', stage: null, amount: null }],
      } as never),
      'GET /api/settings/automation/queue': ({ dealId = null } = {}) => {
        asked.push(dealId);
        return Promise.resolve(ok(queue({ deal: dealId === null ? null : { dealId, ...standing } })));
      },
    });
    open(page, 'progress');
    await page.waitFor(() => {
      expect(named(page, Select as never, 'queued-deal').props['options']).toHaveLength(1);
    });
    choose(page, 'queued-deal', '501');
    await page.waitFor(() => {
      expect(all(page)).toContain(sentence);
    });
    expect(asked).toEqual([null, '501']);
  });

  it('asks what a person decides: to void, or only to leave what somebody holds in SpotDraft', async () => {
    const answers: string[] = [];
    const page = shown({
      'GET /api/settings/automation': answering(automation()),
      'GET /api/settings/deals': answering({ deals: [] } as never),
      'GET /api/settings/automation/queue': answering(
        queue({
          asking: [
            firing({
              id: 'v',
              state: 'asking',
              asks: 'void',
              text: 'To be voided: “Order form”.',
              contracts: [{ id: 'c', spotdraftId: 'T-1', name: 'Order form' }],
            }),
            firing({ id: 'h', state: 'asking', asks: 'hold', text: 'To be put on hold: “Order form”.' }),
            firing({ id: 'b', state: 'blocked', text: 'Country is needed.' }),
          ],
        }),
      ),
      'POST /api/settings/automation/firings/:firingId/answer': ({ firingId: id, answer, reason }) => {
        answers.push(`${id} ${answer}${reason === undefined ? '' : `: ${reason}`}`);
        return Promise.resolve(ok({ id, version: 1 }));
      },
    });
    open(page, 'progress');
    await page.waitFor(() => {
      expect(all(page)).toContain('3 deals wait for a person');
    });
    press(page, 'Void contract');
    await page.waitFor(() => {
      expect(all(page)).toContain('Order form (T-1)');
    });
    press(page, 'Void contract', 1);
    expect(answers).toEqual([]);
    fire(named(page, TextArea as never, 'void-reason'), 'onInput', 'They chose another');
    press(page, 'Void contract', 1);
    await page.waitFor(() => {
      expect(answers).toEqual(['v confirm: They chose another']);
    });
    press(page, 'Keep contracts', 1);
    press(page, 'Look again');
    await page.waitFor(() => {
      expect(answers).toEqual(['v confirm: They chose another', 'h decline', 'b retry']);
    });
  });
});

describe('the workflow runs', () => {
  it('say that an account without workflows has none, and why', async () => {
    const page = shown({ 'GET /api/settings/automation': answering(automation()) }, [
      { scope: 'automation', feature: 'Workflow actions', text: 'The plan has no workflows.' },
      { scope: 'crm.objects.quotes.read', feature: 'Quotes', text: 'The plan has no quotes.' },
    ]);
    await page.waitFor(() => {
      expect(all(page)).toContain('The plan has no workflows.');
    });
    expect(all(page)).not.toContain('The plan has no quotes.');
  });

  it('say what came of each, and whether HubSpot took it', async () => {
    const run = (more: Partial<ExecutionView>): ExecutionView => ({
      id: 'run-1',
      action: 'wait-for-status',
      dealId: '501',
      workflowId: '7',
      state: 'finished',
      outcome: 'reached',
      message: 'The contract is executed.',
      reported: 'unknown',
      acceptedAt: ago(60),
      finishedAt: ago(10),
      expiresAt: null,
      ...more,
    });
    const page = shown({
      'GET /api/settings/automation': answering(automation()),
      'GET /api/settings/automation/executions': answering({
        executions: [
          run({}),
          run({
            id: 'run-2',
            state: 'waiting',
            outcome: null,
            message: null,
            reported: 'not_due',
            expiresAt: ago(-86_400),
          }),
          run({
            id: 'run-3',
            action: 'send-contract',
            outcome: 'no_contract',
            message: 'The deal has no contract.',
            reported: 'taken',
          }),
        ],
        before: null,
      }),
    });
    open(page, 'runs');
    await page.waitFor(() => {
      expect(all(page)).toContain('HubSpot no longer waits');
    });
    expect(all(page)).toMatch(/HubSpot waits for the result, until .* at the latest/);
    expect(all(page)).toContain('no contract');
    expect(all(page)).toContain('Wait for a contract’s status');
  });
});
