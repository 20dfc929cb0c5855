import type {
  AccessView,
  AdminProblem,
  ChoicesView,
  CoverageView,
  DeliveryRow,
  HealthView,
  MappingEditorView,
  OverviewView,
  PreferencesView,
  TemplateRow,
  WorkspaceView,
} from '@dealdraft/wire/settings.ts';
import { ago } from '../card/kit.tsx';
import { mapping, target } from './kit-mapping.ts';

export const W1 = '0192aaaa-0000-7000-8000-000000000001';

export const access = (more: Partial<AccessView> = {}): AccessView => ({
  portalId: 42,
  caller: { email: 'ada@example.com', isAdmin: true, why: 'listed' },
  canClaim: false,
  admins: [{ email: 'ada@example.com', addedBy: null, addedAt: ago(86_400) }],
  ...more,
});

export const workspace = (more: Partial<WorkspaceView> = {}): WorkspaceView => ({
  workspaceId: W1,
  environment: 'production',
  name: 'Northwind',
  baseUrl: 'https://api.spotdraft.com',
  region: 'us',
  clientId: 'client-1',
  secretMask: '••••1f9c',
  userEmail: null,
  state: 'active',
  stateText: 'Connected.',
  webhook: {
    state: 'active',
    text: 'SpotDraft sends its notices here.',
    at: ago(90_000),
    lastDeliveryAt: ago(40),
  },
  templates: { published: 6, mapped: 2, paused: 0, readAt: ago(600), reading: null, message: null },
  contracts: { open: 3, total: 12 },
  ...more,
});

export const regions = [
  { id: 'us' as const, label: 'United States', baseUrl: 'https://api.us.spotdraft.com' },
  { id: 'eu' as const, label: 'Europe', baseUrl: 'https://api.eu.spotdraft.com' },
];

const stepNames = {
  connect: 'Connect',
  choose_template: 'Choose a template',
  map: 'Map',
  try: 'Try',
  publish: 'Publish',
  open_deal: 'Open a deal',
} as const;

/** Everything before `next` is done; without it, all is. */
export const overview = (
  next: keyof typeof stepNames | null,
  more: Partial<OverviewView> = {},
): OverviewView => {
  const ids = Object.keys(stepNames) as (keyof typeof stepNames)[];
  const at = next === null ? ids.length : ids.indexOf(next);
  return {
    hubspot: {
      portalId: 42,
      name: 'Northwind Robotics',
      state: 'active',
      text: 'Connected.',
      consentAgain: null,
      absent: [],
    },
    workspaces: next === 'connect' ? [] : [workspace()],
    uatBanner: null,
    firstRun: {
      done: next === null,
      steps: ids.map((id, index) => ({
        id,
        label: stepNames[id],
        state: index < at ? 'done' : index === at ? 'next' : 'later',
      })),
      template: at > 1 ? { workspaceId: W1, templateId: 5, name: 'Order form' } : null,
    },
    health: { state: 'well', text: 'Everything’s working.', openProblems: 0 },
    ...more,
  };
};

export const row = (more: Partial<TemplateRow> = {}): TemplateRow => ({
  workspaceId: W1,
  templateId: 5,
  name: 'Order form',
  environment: 'production',
  workspaceName: 'Northwind',
  state: 'not_mapped',
  pausedReason: null,
  variables: 12,
  required: 5,
  publishedNumber: null,
  publishedAt: null,
  publishedBy: null,
  draftBy: null,
  draftAt: null,
  ...more,
});

export const editor = (more: Partial<MappingEditorView> = {}): MappingEditorView => ({
  row: row(),
  counterpartyKind: 'Organisation',
  targets: [
    target({ key: 'customer', label: 'Customer', required: true }),
    target({ key: 'total', label: 'Order total', kind: 'currency', required: true }),
    target({ key: 'note', label: 'Note' }),
  ],
  content: mapping(),
  revision: 0,
  source: 'empty',
  draft: null,
  published: null,
  findings: [],
  ...more,
});

export const choices = (more: Partial<ChoicesView> = {}): ChoicesView => ({
  pipelines: [
    {
      id: 'default',
      label: 'Sales pipeline',
      stages: [
        { id: 'qualified', label: 'Qualified', isClosed: false, isWon: false },
        { id: 'won', label: 'Closed won', isClosed: true, isWon: true },
      ],
    },
  ],
  labels: { company: ['Billing'] },
  entities: [{ referenceId: 'ENT-1', name: 'Northwind Robotics AG', isPrimary: true }],
  organizationTypes: [{ label: 'GmbH', country: 'DE' }],
  contractTypes: [],
  keyPointers: [{ label: 'Governing law', fieldName: null, type: null }],
  statusProperties: [{ name: 'dealdraft_status', label: 'Contract status' }],
  messages: [],
  ...more,
});

export const coverage = (more: Partial<CoverageView> = {}): CoverageView => ({
  runId: 'run-1',
  state: 'done',
  pipelineId: 'default',
  startedAt: ago(60),
  startedBy: 'ada@example.com',
  done: 50,
  total: 50,
  summary: '46 ready, 3 lack billing country, 1 has two companies',
  groups: [
    { key: 'ready', text: 'ready', state: 'ready', count: 46 },
    { key: 'country', text: 'lack billing country', state: 'missing', count: 3 },
    { key: 'companies', text: 'has two companies', state: 'choose', count: 1 },
  ],
  deals: [
    {
      dealId: '901',
      name: 'Acme renewal',
      state: 'missing',
      text: '1 value missing',
      groups: ['country'],
      gaps: [
        {
          target: 'billing.country',
          label: 'Billing country',
          message: 'The company has no country.',
          object: 'company',
          recordId: '9',
          property: 'country',
        },
      ],
    },
    { dealId: '902', name: 'Globex', state: 'ready', text: 'Ready', groups: ['ready'], gaps: [] },
  ],
  message: null,
  pollAfterMs: null,
  ...more,
});

export const health = (more: Partial<HealthView> = {}): HealthView => ({
  state: 'well',
  text: 'Everything’s working.',
  at: ago(3),
  hubspot: { state: 'well', text: 'Connected.', lastCallAt: ago(20) },
  workspaces: [
    {
      workspaceId: W1,
      name: 'Northwind',
      environment: 'production',
      state: 'well',
      text: 'Connected.',
      lastWebhookAt: ago(40),
      lastSweepAt: ago(600),
      lastSweepText: 'Looked at 12 contracts, repaired none.',
      lastCallAt: ago(20),
    },
  ],
  queue: { state: 'well', waiting: 0, oldestMs: null, deadLetters: 0, text: 'No work waits.', kinds: [] },
  writeBack: {
    state: 'well',
    waiting: 0,
    parked: 0,
    lagMs: null,
    lastWrittenAt: ago(40),
    text: 'Every deal is up to date.',
  },
  budgets: [{ key: 'spotdraft', label: 'SpotDraft, Northwind', used: 2, limit: 10, windowMs: 1_000 }],
  problems: { open: 0, admin: 0 },
  deliveries: { received: 120, applied: 118, failed: 0, unreadable: 0, pending: 2 },
  ...more,
});

export const problem = (more: Partial<AdminProblem> = {}): AdminProblem => ({
  id: 'p1',
  key: 'deal_write_refused/901',
  kind: 'deal_write_refused',
  title: 'This deal could not be updated',
  message: 'HubSpot refused to write the contract status to the deal.',
  nextStep: 'Put right what HubSpot names, then choose Retry.',
  since: ago(3_600),
  count: 3,
  lastSeenAt: ago(60),
  clearedAt: null,
  clearedBy: null,
  acknowledged: null,
  deal: { id: '901', name: 'Acme renewal' },
  contract: null,
  workspace: null,
  retry: 'Write this deal again',
  detail: 'PROPERTY_DOESNT_EXIST',
  context: [{ name: 'reason', value: 'read-only' }],
  operator: 'One deal alone is parked.',
  ...more,
});

export const delivery = (more: Partial<DeliveryRow> = {}): DeliveryRow => ({
  id: '0192bbbb-0000-7000-8000-000000000001',
  source: 'spotdraft',
  workspaceName: 'Northwind',
  activity: 'CONTRACT_EXECUTED',
  receivedAt: ago(90),
  outcome: 'applied',
  outcomeLabel: 'Applied',
  outcomeText: null,
  repeats: 0,
  attempts: 1,
  processedAt: ago(89),
  dealId: '901',
  contract: { id: 'c1', name: 'Order form for Acme' },
  ...more,
});

export const preferences = (more: Partial<PreferencesView> = {}): PreferencesView => ({
  revision: 4,
  preferences: {
    blockSendingOnDrift: false,
    whoMayGenerate: { who: 'everybody', emails: [] },
    whoMayAct: { who: 'everybody', emails: [] },
    alerts: { webhookUrl: null, onlyAdminProblems: true },
  },
  alertKeyMask: null,
  lastAlert: null,
  ...more,
});
