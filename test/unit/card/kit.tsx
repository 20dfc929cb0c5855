import { createRenderer } from '@hubspot/ui-extensions/testing';
import type { RenderedChildNode } from '@hubspot/ui-extensions/testing';
import { vi } from 'vitest';
import type { Call } from '@dealdraft/ui/kit/service/call.ts';
import type { CardServices } from '@dealdraft/ui/card/base/card-services.ts';
import { DealCard } from '@dealdraft/ui/card/deal-card.tsx';
import type {
  ActionId,
  ActionView,
  ContractView,
  DealView,
  Envelope,
  PlanView,
  TemplateChoice,
} from '@dealdraft/wire/card.ts';
import type { Plan, PlanLine } from '@dealdraft/wire/plan.ts';
import { patienceMs } from '../../../lab/patience.ts';
import type { CardRoutes } from '@dealdraft/wire/routes/card.ts';
import type { AnswerOf, InputOf, Route, Routes } from '@dealdraft/wire/routes/route.ts';

export const NOW = Date.parse('2026-11-05T12:00:00Z');
export const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();

export const ok = <Data,>(data: Data): Envelope<Data> => ({ ok: true, data });
export const refused = (
  code: 'vendor' | 'unexpected' | 'blocked' | 'plan_changed' | 'not_found' | 'linked_elsewhere',
  message: string,
  canRetry = true,
): Envelope<never> => ({
  ok: false,
  error: { code, message, canRetry },
});

export const action = (id: ActionId, reason?: string): ActionView => ({
  id,
  label: id.replaceAll('_', ' '),
  enabled: reason === undefined,
  ...(reason === undefined ? {} : { reason }),
});

export const contract = (more: Partial<ContractView> = {}): ContractView => ({
  id: 'c1',
  spotdraftId: 'T-77',
  referenceId: 'OF-77',
  name: 'Order form for Acme',
  templateId: 5,
  templateName: 'Order form',
  environment: 'production',
  link: 'https://app.spotdraft.com/contracts/77',
  origin: 'generated',
  status: 'REDLINING',
  statusLabel: 'In review',
  statusAt: ago(600),
  statusFrom: 'webhook',
  verifiedAt: ago(40),
  heldFrom: null,
  waitingFor: [],
  approvals: [],
  signatories: [],
  nextAction: 'mark_for_signature',
  actions: [
    action('mark_for_signature'),
    action('void'),
    action('remind', 'It isn’t out for signature yet.'),
  ],
  pendingAction: null,
  drift: null,
  echo: { state: 'same', checkedAt: ago(500) },
  signedDocument: { state: 'none' },
  createdAt: ago(3600),
  createdBy: 'Priya Nair',
  sentAt: null,
  signedAt: null,
  executedAt: null,
  voidedAt: null,
  mappingVersion: 3,
  problems: [],
  ...more,
});

export const dealView = (more: Partial<DealView> = {}): DealView => ({
  connection: { state: 'connected', message: null, environment: 'production' },
  permissions: { generate: true, act: true, admin: false, reason: null },
  contracts: [],
  requests: [],
  problems: [],
  counts: { open: more.contracts?.length ?? 0, executed: 0, voided: 0 },
  pollAfterMs: null,
  revision: 'r1',
  ...more,
});

export const line = (more: Partial<PlanLine> = {}): PlanLine => ({
  target: 'company_name',
  label: 'Customer',
  section: 'data',
  required: true,
  source: {
    kind: 'property',
    object: 'company',
    recordId: '9',
    property: 'name',
    text: 'Company name of Acme',
  },
  raw: 'Acme',
  transforms: [],
  value: 'Acme',
  display: 'Acme',
  status: 'ok',
  ...more,
});

export const missingLine = (): PlanLine =>
  line({
    target: 'address',
    label: 'Billing country',
    value: null,
    display: '',
    status: 'missing',
    problem: {
      code: 'no_value',
      message: 'The company has no country. Fill in “Country/Region” on Acme.',
      link: { object: 'company', recordId: '9', property: 'country' },
    },
  });

export const choiceLine = (target = 'company_name', label = 'Customer'): PlanLine =>
  line({
    target,
    label,
    value: null,
    display: '',
    status: 'choose',
    problem: {
      code: 'choose_record',
      message: 'Two companies are associated with the deal. Which one is the customer?',
      choiceKey: 'company',
      choices: [
        { recordId: '9', label: 'Acme', detail: 'acme.com' },
        { recordId: '10', label: 'Acme Holding', detail: '' },
      ],
    },
  });

export const plan = (lines: PlanLine[]): Plan => ({
  dealId: '123',
  templateId: 5,
  mappingVersion: 'v3',
  choices: {},
  blockers: lines.filter(({ status }) => ['missing', 'invalid', 'choose'].includes(status)).length,
  lines,
  warnings: [],
  contract: { contractData: {}, counterparties: [], signatories: [], workflowConfig: {}, recordData: {} },
});

export const planView = (lines: PlanLine[], more: Partial<PlanView> = {}): PlanView => ({
  plan: plan(lines),
  planHash: 'hash-1',
  willDo: 'Creates a draft in SpotDraft; nothing is sent to the customer.',
  openContract: null,
  ...more,
});

export const templateChoice = (more: Partial<TemplateChoice> = {}): TemplateChoice => ({
  templateId: 5,
  name: 'Order form',
  environment: 'production',
  readiness: { state: 'ready', text: 'Ready', count: 0 },
  openContract: null,
  ...more,
});

/** A clock moved by hand: what would wait is listed, with how long. */
export const manualClock = () => {
  let now = NOW;
  let waiting: { ms: number; at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after: (ms: number, callback: () => void) => {
      const entry = { ms, at: now + ms, callback };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((each) => each !== entry);
      };
    },
    /** Waits in force, without the card's own tick for "40 seconds ago". */
    waits: () => waiting.map(({ ms }) => ms).filter((ms) => ms !== 15_000),
    advance: (ms: number) => {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
  };
};

/** Answers by route. A call that the test did not expect fails it. */
export type Fakes<All extends Routes> = {
  [At in keyof All & string]?: (
    input: All[At] extends Route ? InputOf<At, All[At]> : never,
  ) => Promise<Envelope<All[At] extends Route ? AnswerOf<All[At]> : never>>;
};
export type CardFakes = Fakes<CardRoutes>;

export const fakeCall =
  <All extends Routes>(fakes: Fakes<All>): Call<All> =>
  (at, ...[input]) =>
    fakes[at]?.((input ?? {}) as never) ?? Promise.reject(new Error(`The test did not expect ${at}`));

const recordingHost = () => {
  const seen: string[] = [];
  const edits: (() => void)[] = [];
  return {
    seen,
    /** As if somebody changed a property on the page. */
    edit: () => {
      for (const callback of edits) callback();
    },
    host: {
      alert: (type: string, message: string) => void seen.push(`${type}: ${message}`),
      copy: (text: string) => {
        seen.push(`copy ${text}`);
        return Promise.resolve();
      },
      openFrame: (uri: string) => void seen.push(`frame ${uri}`),
      closeOverlay: (id: string) => void seen.push(`close ${id}`),
      refreshRecord: () => void seen.push('refresh'),
      onRecordEdited: (callback: () => void) => void edits.push(callback),
    },
  };
};

/** All the text inside, in reading order; what stands in overlays counts only when the overlay itself is given. */
export const words = (node: { childNodes: RenderedChildNode[] }): string =>
  node.childNodes
    .map((child) => ('childNodes' in child ? ` ${words(child)} ` : child.text))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Renders the whole card over a fake service. Keys are numbered: key-1, key-2, … */
export const renderCard = (fakes: CardFakes, more: Partial<CardServices> = {}) => {
  const clock = manualClock();
  const { host, seen, edit } = recordingHost();
  let keys = 0;
  const services: CardServices = {
    call: fakeCall<CardRoutes>({
      'POST /api/card/deals/:dealId/drift': () => Promise.resolve(ok({ checked: 0, changed: 0 })),
      ...fakes,
    }),
    host,
    clock,
    newKey: () => {
      keys += 1;
      return `key-${String(keys)}`;
    },
    locale: 'en-GB',
    dealId: '123',
    portalId: 42,
    hubspotOrigin: 'https://app.hubspot.com',
    apiOrigin: 'https://api.example.com',
    width: 'wide',
    prefix: 'test',
    ...more,
  };
  const renderer = createRenderer('crm.record.tab');
  renderer.render(<DealCard services={services} />);
  // The renderer's own waitFor looks only when the tree changes; timers and calls are conditions too.
  const waitFor = (check: () => void) => vi.waitFor(check, { interval: 5, timeout: patienceMs });
  return { ...renderer, waitFor, clock, seen, edit, text: () => words(renderer.getRootNode()) };
};

/** A promise to be answered by hand. */
export const later = <Value,>() => {
  let answer: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    answer = resolve;
  });
  return { promise, answer };
};
