import {
  Alert,
  Checkbox,
  Input,
  Modal,
  Panel,
  ProgressBar,
  SearchInput,
  Select,
  Tabs,
  TextArea,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import { AccessPage } from '@dealdraft/ui/settings/access/access-page.tsx';
import { ConnectionsPage } from '@dealdraft/ui/settings/connections/connections-page.tsx';
import { HealthPage } from '@dealdraft/ui/settings/health/health-page.tsx';
import { OrphansPage } from '@dealdraft/ui/settings/orphans/orphans-page.tsx';
import { TemplatesPage } from '@dealdraft/ui/settings/templates/templates-page.tsx';
import type { ConnectionTest } from '@dealdraft/wire/settings.ts';
import { ago, later, ok, refused, words } from '../card/kit.tsx';
import { fire, renderSettings } from './kit.tsx';
import {
  W1,
  access,
  choices,
  delivery,
  health,
  overview,
  preferences,
  problem,
  regions,
  row,
  workspace,
} from './kit-views.ts';
import { press } from './presses.ts';

const answering =
  <Data,>(data: Data) =>
  () =>
    Promise.resolve(ok(data));
const counts = { not_mapped: 1, draft: 2, published: 3, paused: 1, gone: 0 };
const workspaces = (...of: ReturnType<typeof workspace>[]) =>
  answering({ workspaces: of, regions, webhookOrigin: 'https://api.example.com' });
const consequences = {
  pause: { stops: ['No contracts are made.'], stays: ['3 open contracts'], deleted: [] },
  remove: {
    stops: ['No contracts are made.'],
    stays: ['The contracts in SpotDraft'],
    deleted: ['The credentials'],
  },
  removeWithHistory: { stops: [], stays: [], deleted: ['The record of 12 contracts'] },
};

describe('the templates', () => {
  it('are searched and paged at the service, and a late page of an older search is dropped', async () => {
    const asked: unknown[] = [];
    const slow = later<ReturnType<typeof ok>>();
    const page = renderSettings(<TemplatesPage />, {
      'GET /api/settings/templates': ((query: { search: string }) => {
        asked.push(query);
        if (query.search === '') return slow.promise;
        return Promise.resolve(ok({ templates: [row({ name: 'Order form' })], total: 1, offset: 0, counts }));
      }) as never,
    });
    fire(page.find(SearchInput), 'onInput', 'order');
    page.clock.advance(250);
    await page.waitFor(() => {
      expect(page.text()).toContain('Order form');
    });
    slow.answer(ok({ templates: [row({ name: 'Master agreement' })], total: 1, offset: 0, counts }));
    await Promise.resolve();
    expect(page.text()).not.toContain('Master agreement');
    expect(asked).toEqual([
      { search: '', state: undefined, offset: 0, limit: 25 },
      { search: 'order', state: undefined, offset: 0, limit: 25 },
    ]);
  });

  it('say why one is paused, and where there are none', async () => {
    const page = renderSettings(<TemplatesPage />, {
      'GET /api/settings/templates': answering({
        templates: [row({ state: 'paused', pausedReason: 'po_number was deleted.' })],
        total: 1,
        offset: 0,
        counts,
      }),
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('po_number was deleted.');
    });
    const none = renderSettings(<TemplatesPage />, {
      'GET /api/settings/templates': answering({ templates: [], total: 0, offset: 0, counts }),
    });
    await none.waitFor(() => {
      expect(none.text()).toContain('Connect a workspace that has published templates');
    });
  });
});

describe('the connections', () => {
  it('show the secret only as its mask, mark UAT, and say when notices do not arrive', async () => {
    const page = renderSettings(<ConnectionsPage hubspot={overview(null).hubspot} />, {
      'GET /api/settings/workspaces': workspaces(
        workspace({
          environment: 'uat',
          webhook: { state: 'silent', text: 'Nothing came for 2 days.', at: null, lastDeliveryAt: null },
        }),
      ),
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('••••1f9c');
    });
    expect(page.findAll(Alert).map(({ props }) => props.title)).toEqual([
      'Test environment',
      'Notices from SpotDraft do not arrive',
      'Firewall settings',
    ]);
  });

  it('name what the account does not have, and why', async () => {
    const page = renderSettings(
      <ConnectionsPage
        hubspot={{
          ...overview(null).hubspot,
          absent: [{ scope: 'crm.objects.quotes.read', feature: 'Quotes', text: 'The plan has no quotes.' }],
        }}
      />,
      { 'GET /api/settings/workspaces': workspaces(workspace()) },
    );
    await page.waitFor(() => {
      expect(page.text()).toContain('The plan has no quotes.');
    });
    expect(page.findAll(Alert).map(({ props }) => props.title)).toContain(
      'Quotes aren’t available in this account',
    );
  });

  it('test one check by check, until nothing waits any more', async () => {
    const check = (state: 'waiting' | 'passed' | 'failed') => ({
      id: 'delivery' as const,
      label: 'Signed notice',
      state,
      text: state === 'failed' ? 'No notice came within a minute.' : 'Waiting for it.',
      fix: state === 'failed' ? 'Let SpotDraft reach https://api.example.com.' : null,
      detail: null,
    });
    const test = (more: Partial<ConnectionTest>): ConnectionTest => ({
      startedAt: ago(1),
      startedBy: 'ada@example.com',
      state: 'running',
      checks: [check('waiting')],
      pollAfterMs: 1_000,
      ...more,
    });
    let polls = 0;
    const page = renderSettings(<ConnectionsPage hubspot={overview(null).hubspot} />, {
      'GET /api/settings/workspaces': workspaces(workspace()),
      'GET /api/settings/workspaces/:workspaceId/test': () => {
        polls += 1;
        return Promise.resolve(
          ok(polls === 1 ? null : test({ state: 'failed', checks: [check('failed')], pollAfterMs: null })),
        );
      },
      'POST /api/settings/workspaces/:workspaceId/test': answering(test({})),
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('Northwind');
    });
    press(page, 'Test');
    const panel = () => page.find(Panel, { id: `dealdraft-settings-test-${W1}` });
    await page.waitFor(() => {
      expect(words(panel())).toContain('Test now');
    });
    press(page, 'Test now');
    await page.waitFor(() => {
      expect(page.clock.waits()).toContain(1_000);
    });
    page.clock.advance(1_000);
    await page.waitFor(() => {
      expect(words(panel())).toContain('Let SpotDraft reach https://api.example.com.');
    });
    expect(page.clock.waits()).not.toContain(1_000);
  });

  it('are removed only after the name was typed, saying what stops, stays and is deleted', async () => {
    const removed: unknown[] = [];
    const page = renderSettings(<ConnectionsPage hubspot={overview(null).hubspot} />, {
      'GET /api/settings/workspaces': workspaces(workspace()),
      'GET /api/settings/workspaces/:workspaceId/consequences': answering(consequences),
      'POST /api/settings/workspaces/:workspaceId/remove': (body) => {
        removed.push(body);
        return Promise.resolve(ok({ removed: true as const, webhookLeft: null }));
      },
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('Northwind');
    });
    press(page, 'Remove');
    const modal = () => page.find(Modal, { id: `dealdraft-settings-remove-${W1}` });
    await page.waitFor(() => {
      expect(words(modal())).toContain('The credentials');
    });
    press(page, 'Remove this workspace');
    expect(removed).toEqual([]);
    fire(page.find(Checkbox, { name: 'remove-history' }), 'onChange', true);
    expect(words(modal())).toContain('The record of 12 contracts');
    fire(page.find(Input, { name: 'remove-name' }), 'onInput', 'Northwind');
    press(page, 'Remove this workspace');
    await page.waitFor(() => {
      expect(removed).toEqual([
        { workspaceId: workspace().workspaceId, confirmName: 'Northwind', deleteHistory: true },
      ]);
    });
  });
});

describe('health', () => {
  it('says how everything is, and looks again while somebody looks', async () => {
    let looks = 0;
    const page = renderSettings(<HealthPage />, {
      'GET /api/settings/health': () => {
        looks += 1;
        return Promise.resolve(
          ok(looks === 1 ? health() : health({ state: 'broken', text: 'SpotDraft does not answer.' })),
        );
      },
    });
    await page.waitFor(() => {
      expect(page.find(Alert, { title: 'Everything’s working.' }).props.variant).toBe('success');
    });
    expect(page.find(ProgressBar).props.valueDescription).toBe('2 of 10 calls in 1 s');
    await page.waitFor(() => {
      expect(page.clock.waits()).toContain(20_000);
    });
    page.clock.advance(20_000);
    await page.waitFor(() => {
      expect(page.find(Alert, { title: 'SpotDraft does not answer.' }).props.variant).toBe('danger');
    });
  });

  const tab = (page: ReturnType<typeof renderSettings>, id: string) => {
    fire(page.find(Tabs), 'onSelectedChange', id);
  };

  it('names problems with what to do, the deals they affect, and tries again', async () => {
    const acts: string[] = [];
    const acted = (act: string) => () => {
      acts.push(act);
      return Promise.resolve(ok({ problem: problem(), message: 'The deal is being written again.' }));
    };
    const page = renderSettings(<HealthPage />, {
      'GET /api/settings/health': answering(health()),
      'GET /api/settings/problems': answering({
        problems: [problem()],
        before: null,
        kinds: [{ kind: 'deal_write_refused', title: 'Deals not updated', count: 1 }],
      }),
      'POST /api/settings/problems/:problemId/acknowledge': acted('acknowledge'),
      'POST /api/settings/problems/:problemId/retry': acted('retry'),
    });
    tab(page, 'problems');
    await page.waitFor(() => {
      expect(page.text()).toContain('Put right what HubSpot names');
    });
    expect(page.text()).toContain('Acme renewal');
    press(page, 'Try again');
    await page.waitFor(() => {
      expect(page.seen).toContain('success: The deal is being written again.');
    });
    expect(acts).toEqual(['retry']);
  });

  it('filters deliveries, shows one as it came, and applies it again', async () => {
    const asked: { outcome?: unknown; before?: unknown }[] = [];
    const replayed: unknown[] = [];
    const page = renderSettings(<HealthPage />, {
      'GET /api/settings/health': answering(health()),
      'GET /api/settings/deliveries': (query) => {
        asked.push(query);
        return Promise.resolve(
          ok({
            deliveries: [delivery()],
            before: query['before'] === null ? 'next' : null,
            outcomes: [{ id: 'failed' as const, label: 'Failed' }],
          }),
        );
      },
      'GET /api/settings/deliveries/:deliveryId': answering({
        ...delivery(),
        headers: [{ name: 'content-type', value: 'application/json' }],
        body: '{"activity":"CONTRACT_EXECUTED"}',
        bodyCut: false,
        bytes: 32,
        canReplay: true,
        replayReason: null,
      }),
      'GET /api/settings/deliveries/:deliveryId/replay-preview': answering({
        deliveryId: delivery().id,
        outcome: 'applied',
        outcomeText: null,
        contract: { id: 'c1', name: 'Order form', statusBefore: 'Draft', statusAfter: 'Executed' },
        events: [{ kind: 'status_changed', mark: null }],
        jobs: ['deal.write'],
        text: 'It would move the contract to Executed.',
      }),
      'POST /api/settings/deliveries/replay': (body) => {
        replayed.push(body);
        return Promise.resolve(ok({ replayed: 1 }));
      },
    });
    tab(page, 'deliveries');
    await page.waitFor(() => {
      expect(page.text()).toContain('Contract executed');
    });
    press(page, 'Show older deliveries');
    await page.waitFor(() => {
      expect(asked.at(-1)?.before).toBe('next');
    });
    fire(page.find(Select, { name: 'delivery-outcome' }), 'onChange', 'failed');
    await page.waitFor(() => {
      expect(asked.at(-1)).toMatchObject({ outcome: 'failed', before: null });
    });
    await page.waitFor(() => {
      press(page, 'Look');
    });
    await page.waitFor(() => {
      expect(words(page.find(Panel))).toContain('"activity":"CONTRACT_EXECUTED"');
    });
    press(page, 'Show what it would change');
    await page.waitFor(() => {
      expect(words(page.find(Panel))).toContain('Order form: Draft → Executed');
      expect(words(page.find(Panel))).toContain('In the timeline: Status changed');
    });
    expect(replayed).toEqual([]);
    press(page, 'Apply it again');
    await page.waitFor(() => {
      expect(page.seen).toContain('success: It is being applied again.');
    });
    expect(replayed).toEqual([{ ids: [delivery().id] }]);
  });

  it('puts given-up work back, all that is chosen', async () => {
    const settled: unknown[] = [];
    const settle = (act: string) => (body: { ids: string[] }) => {
      settled.push([act, body]);
      return Promise.resolve(ok({ done: body.ids.length }));
    };
    const job = (id: string) => ({
      id,
      job: 'deal.write',
      label: 'Update a deal',
      failedAt: ago(60),
      message: 'HubSpot refused it.',
      dealId: '901',
      contractId: null,
      payload: '{}',
    });
    const page = renderSettings(<HealthPage />, {
      'GET /api/settings/health': answering(health()),
      'GET /api/settings/dead-letters': answering({ jobs: [job('a'), job('b')], before: null, total: 2 }),
      'POST /api/settings/dead-letters/redrive': settle('redrive'),
      'POST /api/settings/dead-letters/delete': settle('delete'),
    });
    tab(page, 'dead');
    await page.waitFor(() => {
      expect(page.text()).toContain('2 jobs');
    });
    press(page, 'Choose all shown');
    press(page, 'Try them again');
    await page.waitFor(() => {
      expect(settled).toEqual([['redrive', { ids: ['a', 'b'] }]]);
    });
  });

  it('lists sweeps with what they repaired, and starts one', async () => {
    const page = renderSettings(<HealthPage />, {
      'GET /api/settings/health': answering(health()),
      'GET /api/settings/workspaces': workspaces(workspace()),
      'GET /api/settings/sweeps': answering({
        sweeps: [
          {
            id: 's1',
            workspaceId: W1,
            workspaceName: 'Northwind',
            cause: 'schedule',
            startedAt: ago(60),
            endedAt: ago(50),
            state: 'done' as const,
            read: 12,
            repaired: 1,
            text: 'One status was behind.',
            repairs: [{ contractId: 'c1', text: 'Order form: executed' }],
          },
        ],
        before: null,
      }),
      'POST /api/settings/sweeps': answering({ started: true as const }),
    });
    tab(page, 'sweeps');
    await page.waitFor(() => {
      expect(page.text()).toContain('12 looked at, 1 repaired');
    });
    press(page, 'Sweep now');
    await page.waitFor(() => {
      expect(page.seen).toContain('info: DealDraft compares its contracts with SpotDraft now.');
    });
  });
});

describe('access, alerts and audit', () => {
  it('adds admins by address, and never lets the last one go', async () => {
    const changes: unknown[] = [];
    const page = renderSettings(<AccessPage />, {
      'GET /api/settings/access': answering(access()),
      'POST /api/settings/access/admins': (body) => {
        changes.push(body);
        return Promise.resolve(
          ok(
            access({
              admins: [
                ...access().admins,
                { email: 'ben@example.com', addedBy: 'ada@example.com', addedAt: ago(1) },
              ],
            }),
          ),
        );
      },
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('The last admin cannot be removed');
    });
    fire(page.find(Input, { name: 'new-admins' }), 'onInput', 'ben@example, ');
    expect(page.find(Input, { name: 'new-admins' }).props.validationMessage).toBe(
      'ben@example: not an email address',
    );
    fire(page.find(Input, { name: 'new-admins' }), 'onInput', 'ben@example.com');
    press(page, 'Add');
    await page.waitFor(() => {
      expect(page.text()).toContain('ben@example.com');
    });
    expect(changes).toEqual([{ add: ['ben@example.com'] }]);
  });

  it('saves who may do what with the revision it read, and shows who was quicker', async () => {
    const saves: unknown[] = [];
    const page = renderSettings(<AccessPage />, {
      'GET /api/settings/access': answering(access()),
      'GET /api/settings/preferences': answering(preferences()),
      'POST /api/settings/preferences': (body) => {
        saves.push(body);
        return Promise.resolve(
          ok({
            kind: 'conflict' as const,
            theirs: { content: preferences().preferences, revision: 5, by: 'Ben', at: ago(1) },
          }),
        );
      },
    });
    fire(page.find(Tabs), 'onSelectedChange', 'preferences');
    await page.waitFor(() => {
      expect(page.find(Select, { name: 'who-generate' }).props.value).toBe('everybody');
    });
    fire(page.find(Select, { name: 'who-generate' }), 'onChange', 'listed');
    fire(page.find(TextArea, { name: 'who-generate-emails' }), 'onInput', 'Ben@example.com');
    press(page, 'Save');
    await page.waitFor(() => {
      expect(page.find(Alert, { title: 'Ben changed these meanwhile' })).toBeDefined();
    });
    expect(saves).toMatchObject([
      { revision: 4, preferences: { whoMayGenerate: { who: 'listed', emails: ['Ben@example.com'] } } },
    ]);
  });

  it('shows a signing key once, and what came back from a test alert', async () => {
    const page = renderSettings(<AccessPage />, {
      'GET /api/settings/access': answering(access()),
      'GET /api/settings/preferences': answering(
        preferences({
          preferences: {
            ...preferences().preferences,
            alerts: { webhookUrl: 'https://hooks.example.com', onlyAdminProblems: true },
          },
          alertKeyMask: '••••9a1c',
        }),
      ),
      'POST /api/settings/alerts/key': answering({ key: 'whsec_abc' }),
      'POST /api/settings/alerts/test': answering({
        delivered: false,
        message: 'https://hooks.example.com answered 404.',
      }),
    });
    fire(page.find(Tabs), 'onSelectedChange', 'alerts');
    await page.waitFor(() => {
      expect(page.text()).toContain('••••9a1c');
    });
    press(page, 'Make a new key');
    await page.waitFor(() => {
      expect(page.text()).toContain('whsec_abc');
    });
    press(page, 'Send a test alert');
    await page.waitFor(() => {
      expect(page.find(Alert, { title: 'The test alert did not arrive' }).props.variant).toBe('danger');
    });
    press(page, 'I have copied it');
    await page.waitFor(() => {
      expect(page.text()).not.toContain('whsec_abc');
    });
  });

  it('lists changes with before and after, and exports what the filters show', async () => {
    const exported: unknown[] = [];
    const page = renderSettings(<AccessPage />, {
      'GET /api/settings/access': answering(access()),
      'GET /api/settings/audit': answering({
        entries: [
          {
            id: 'a1',
            at: ago(60),
            who: 'ada@example.com',
            action: 'mapping_published' as const,
            text: 'Published version 4 of “Order form”',
            subject: 'Order form',
            changes: [{ path: 'customer', before: 'Deal · Name', after: 'Company · Name' }],
          },
        ],
        before: null,
        actions: [{ id: 'mapping_published' as const, label: 'Mapping published' }],
        people: ['ada@example.com'],
      }),
      'POST /api/settings/audit/export': (filter) => {
        exported.push(filter);
        return Promise.resolve(
          ok({
            fileName: 'audit.csv',
            url: 'https://api.example.com/files/1',
            expiresAt: ago(-600),
            text: null,
            rows: 1,
          }),
        );
      },
    });
    fire(page.find(Tabs), 'onSelectedChange', 'audit');
    await page.waitFor(() => {
      expect(page.text()).toContain('customer: Deal · Name → Company · Name');
    });
    fire(page.find(Select, { name: 'audit-who' }), 'onChange', 'ada@example.com');
    press(page, 'Export');
    await page.waitFor(() => {
      expect(words(page.find(Panel))).toContain('audit.csv');
    });
    expect(exported).toEqual([{ who: 'ada@example.com', search: '' }]);
  });
});

describe('the orphan finder', () => {
  it('searches the won stages unless told otherwise, and links a suggested deal', async () => {
    const scans: unknown[] = [];
    const links: unknown[] = [];
    const scan = {
      scanId: 'x',
      state: 'done' as const,
      startedAt: ago(5),
      startedBy: 'ada@example.com',
      workspaceId: W1,
      workspaceName: 'Northwind',
      pipelineId: 'default',
      stageIds: ['won'],
      text: 'Read 12 contracts and 4 deals.',
      contracts: 1,
      deals: 0,
      cut: false,
      pollAfterMs: null,
    };
    const page = renderSettings(<OrphansPage />, {
      'GET /api/settings/workspaces': workspaces(workspace()),
      'GET /api/settings/workspaces/:workspaceId/choices': answering(choices()),
      'GET /api/settings/orphans/scan': answering(null),
      'POST /api/settings/orphans/scan': (body) => {
        scans.push(body);
        return Promise.resolve(ok(scan));
      },
      'GET /api/settings/orphans/contracts': answering({
        contracts: [
          {
            spotdraftId: 'T-7',
            workspaceId: W1,
            name: 'Order form for Acme',
            statusLabel: 'Executed',
            counterparty: 'Acme',
            value: null,
            createdAt: ago(9_000),
            link: null,
            matches: [{ dealId: '901', dealName: 'Acme renewal', score: 0.9, reasons: ['the same company'] }],
          },
        ],
        total: 1,
        offset: 0,
      }),
      'POST /api/settings/orphans/link': (body) => {
        links.push(body);
        return Promise.resolve(
          refused('linked_elsewhere', 'This contract belongs to another deal now.', false),
        );
      },
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('Search');
      press(page, 'Search');
      expect(scans).toEqual([{ workspaceId: W1, pipelineId: 'default', stageIds: ['won'] }]);
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('the same company');
    });
    press(page, 'Link');
    await page.waitFor(() => {
      expect(page.text()).toContain('This contract belongs to another deal now.');
    });
    expect(links).toEqual([{ workspaceId: W1, spotdraftId: 'T-7', dealId: '901' }]);
  });

  it('asks for a connection first', async () => {
    const page = renderSettings(<OrphansPage />, { 'GET /api/settings/workspaces': workspaces() });
    await page.waitFor(() => {
      expect(page.find(Alert, { title: 'Connect SpotDraft first' })).toBeDefined();
    });
  });
});
