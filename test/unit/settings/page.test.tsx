import { Alert, Input, Link, LoadingButton, Select, StepIndicator, Tab, Tabs } from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import { SettingsGate } from '@dealdraft/ui/settings/settings-gate.tsx';
import type { OverviewView, WorkspaceView } from '@dealdraft/wire/settings.ts';
import { ok, refused } from '../card/kit.tsx';
import { fire, renderSettings } from './kit.tsx';
import { access, overview, regions, row, workspace } from './kit-views.ts';
import { press } from './presses.ts';

const templates = () =>
  Promise.resolve(
    ok({
      templates: [row()],
      total: 1,
      offset: 0,
      counts: { not_mapped: 1, draft: 0, published: 0, paused: 0, gone: 0 },
    }),
  );
const answering =
  <Data,>(data: Data) =>
  () =>
    Promise.resolve(ok(data));

describe('who gets in', () => {
  it('says what is wrong when the service does not answer, and tries again', async () => {
    let tries = 0;
    const page = renderSettings(<SettingsGate />, {
      'GET /api/settings/access': () => {
        tries += 1;
        return Promise.resolve(
          tries === 1 ? refused('unexpected', 'DealDraft cannot be reached right now.') : ok(access()),
        );
      },
      'GET /api/settings/overview': answering(overview('connect')),
      'GET /api/settings/workspaces': answering({
        workspaces: [],
        regions,
        webhookOrigin: 'https://api.example.com',
      }),
    });
    expect(page.text()).toBe('');
    await page.waitFor(() => {
      expect(page.text()).toContain('DealDraft cannot be reached right now.');
    });
    press(page, 'Try again');
    await page.waitFor(() => {
      expect(page.text()).toContain('Connect SpotDraft');
    });
  });

  it('lets the first person become the admin', async () => {
    let admin = false;
    const page = renderSettings(<SettingsGate />, {
      'GET /api/settings/access': () =>
        Promise.resolve(
          ok(
            access(
              admin
                ? {}
                : { caller: { email: 'ada@example.com', isAdmin: false, why: null }, canClaim: true },
            ),
          ),
        ),
      'POST /api/settings/access/claim': () => {
        admin = true;
        return Promise.resolve(ok(access()));
      },
      'GET /api/settings/overview': answering(overview('choose_template')),
      'GET /api/settings/templates': templates,
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('Become the admin (ada@example.com)');
    });
    press(page, 'Become admin and get started');
    await page.waitFor(() => {
      expect(page.text()).toContain('Choose a template');
    });
  });

  it('tells everybody else whom to ask, and shows no setting', async () => {
    const page = renderSettings(<SettingsGate />, {
      'GET /api/settings/access': answering(
        access({
          caller: { email: 'ben@example.com', isAdmin: false, why: null },
          admins: [{ email: 'ada@example.com', addedBy: null, addedAt: null }],
        }),
      ),
    });
    await page.waitFor(() => {
      expect(page.text()).toContain('Ask ada@example.com to do it, or to add you (ben@example.com)');
    });
    expect(page.maybeFind(Tabs)).toBeNull();
  });
});

describe('the page of an admin', () => {
  const open = (view: OverviewView, more = {}) =>
    renderSettings(<SettingsGate />, {
      'GET /api/settings/access': answering(access()),
      'GET /api/settings/overview': answering(view),
      'GET /api/settings/templates': templates,
      'GET /api/settings/workspaces': answering({
        workspaces: view.workspaces,
        regions,
        webhookOrigin: 'https://api.example.com',
      }),
      ...more,
    });

  it('opens with the first run until it is done, then with the templates', async () => {
    const fresh = open(overview('connect'));
    await fresh.waitFor(() => {
      expect(fresh.find(Tabs).props.selected).toBe('start');
    });
    const done = open(overview(null));
    await done.waitFor(() => {
      expect(done.find(Tabs).props.selected).toBe('templates');
    });
  });

  it('draws only the tab that is open', async () => {
    const page = open(overview(null));
    await page.waitFor(() => {
      expect(page.text()).toContain('Order form');
    });
    expect(page.findAll(Tab).map((tab) => tab.childNodes.length > 0)).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    fire(page.find(Tabs), 'onSelectedChange', 'connections');
    await page.waitFor(() => {
      expect(page.text()).toContain('Northwind');
    });
  });

  it('warns loudly where UAT is used, where HubSpot is away, and where something is wrong', async () => {
    const page = open(
      overview(null, {
        uatBanner: 'Contracts of Northwind UAT are for testing.',
        hubspot: {
          ...overview('connect').hubspot,
          state: 'disconnected',
          text: 'Install DealDraft again.',
        },
        health: { state: 'broken', text: 'SpotDraft does not answer', openProblems: 1 },
      }),
    );
    await page.waitFor(() => {
      expect(page.findAll(Alert).map(({ props }) => props.title)).toEqual([
        'HubSpot is not connected',
        'Test environment (UAT) in use',
        'SpotDraft does not answer',
      ]);
    });
  });

  it('asks for a new consent when DealDraft needs more than the account approved, with the link', async () => {
    const link = 'https://api.example.com/oauth/install?portalId=42';
    const consentAgain = { text: 'DealDraft needs new permissions in account 42: files.', link };
    const page = open(overview(null, { hubspot: { ...overview(null).hubspot, consentAgain } }));
    await page.waitFor(() => {
      expect(page.find(Alert).props.title).toBe('Approve new permissions');
    });
    expect(page.text()).toContain(consentAgain.text);
    expect(page.find(Link).props.href).toEqual({ url: link, external: true });
  });
});

describe('the first run', () => {
  const start = (next: Parameters<typeof overview>[0], more = {}, view: Partial<OverviewView> = {}) =>
    renderSettings(<SettingsGate />, {
      'GET /api/settings/access': answering(access()),
      'GET /api/settings/overview': answering(overview(next, view)),
      'GET /api/settings/templates': templates,
      'GET /api/settings/workspaces': answering({
        workspaces: [],
        regions,
        webhookOrigin: 'https://api.example.com',
      }),
      ...more,
    });

  it.each([
    ['map', 'Map Order form', 'Look at the suggestions'],
    ['try', 'Try Order form on a deal', 'Try it on a deal'],
    ['publish', 'Publish Order form', 'Go and publish it'],
  ] as const)('leads through %s', async (step, title, button) => {
    const page = start(step);
    await page.waitFor(() => {
      fire(page.find(Tabs), 'onSelectedChange', 'start');
      expect(page.text()).toContain(title);
    });
    expect(page.text()).toContain(button);
    expect(page.find(StepIndicator).props.currentStep).toBe(
      ['connect', 'choose_template', 'map', 'try', 'publish'].indexOf(step),
    );
  });

  it('ends with the newest deals to open', async () => {
    const deal = {
      id: '901',
      name: 'Acme renewal',
      pipelineId: null,
      stage: null,
      amount: null,
      changedAt: null,
    };
    const page = start('open_deal', { 'GET /api/settings/deals': answering({ deals: [deal], after: null }) });
    await page.waitFor(() => {
      expect(page.text()).toContain('Acme renewal');
    });
  });

  it('waits for the templates of a workspace that is being read, and looks again', async () => {
    let looks = 0;
    const reading = workspace({
      templates: {
        published: 2,
        mapped: 0,
        paused: 0,
        readAt: null,
        reading: { done: 2, total: 6 },
        message: null,
      },
    });
    const page = start('choose_template', {
      'GET /api/settings/overview': () => {
        looks += 1;
        return Promise.resolve(ok(overview('choose_template', { workspaces: [reading] })));
      },
    });
    await page.waitFor(() => {
      expect(page.clock.waits()).toContain(3_000);
    });
    page.clock.advance(3_000);
    await page.waitFor(() => {
      expect(looks).toBe(2);
    });
  });

  it('connects: says what is missing before it asks, keeps what was typed after a refusal', async () => {
    const asked: unknown[] = [];
    let answer: 'refuse' | 'accept' = 'refuse';
    const page = start('connect', {
      'POST /api/settings/workspaces': (body: unknown) => {
        asked.push(body);
        return Promise.resolve(
          answer === 'refuse'
            ? refused('vendor', 'SpotDraft did not accept the client id or the secret.')
            : ok<WorkspaceView>(workspace()),
        );
      },
    });
    await page.waitFor(() => {
      page.findByTestId(LoadingButton, 'connect');
    });
    press(page, 'Check and connect');
    expect(asked).toEqual([]);
    expect(page.find(Input, { name: 'workspace-secret' }).props.validationMessage).toContain(
      'Developer settings',
    );
    for (const [name, value] of [
      ['workspace-name', 'Northwind'],
      ['workspace-client-id', 'client-1'],
      ['workspace-secret', 'shh'],
    ] as const)
      fire(page.find(Input, { name }), 'onInput', value);
    fire(page.find(Select, { name: 'workspace-region' }), 'onChange', 'other');
    fire(page.find(Input, { name: 'workspace-base-url' }), 'onInput', 'https://spotdraft.internal.example');
    press(page, 'Check and connect');
    await page.waitFor(() => {
      expect(page.text()).toContain('SpotDraft did not accept the client id or the secret.');
    });
    expect(page.find(Input, { name: 'workspace-secret' }).props).toMatchObject({
      value: 'shh',
      type: 'password',
    });
    answer = 'accept';
    press(page, 'Check and connect');
    await page.waitFor(() => {
      expect(page.seen).toContain('success: Northwind is connected. Its templates are being read.');
    });
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual({
      environment: 'uat',
      name: 'Northwind',
      place: { baseUrl: 'https://spotdraft.internal.example' },
      clientId: 'client-1',
      clientSecret: 'shh',
      userEmail: null,
    });
  });
});
