import { describe, expect, it } from 'vitest';
import { arrangeContracts, visibleRequests } from '@dealdraft/ui/card/contract/arrange-contracts.ts';
import { readAddresses } from '@dealdraft/ui/kit/addresses.ts';
import type { DealEvent, DealState } from '@dealdraft/ui/card/deal/deal-state.ts';
import { reduceDeal, unknownDeal } from '@dealdraft/ui/card/deal/deal-state.ts';
import { gateOf } from '@dealdraft/ui/card/generate/generate-gate.ts';
import type { Loaded } from '@dealdraft/ui/kit/loaded.ts';
import { notLoaded, reduceLoaded } from '@dealdraft/ui/kit/loaded.ts';
import { paceOf, REST_AFTER_MS } from '@dealdraft/ui/card/deal/polling.ts';
import { reasonFault } from '@dealdraft/ui/kit/voiding/reason.ts';
import { sortActions } from '@dealdraft/ui/card/actions/sort-actions.ts';
import { keyFor, nothingSubmitted, reduceSubmission } from '@dealdraft/ui/kit/submission.ts';
import {
  chosenBeforehand,
  describeTemplate,
  filterTemplates,
} from '@dealdraft/ui/card/generate/template-choice.ts';
import { appendPage } from '@dealdraft/ui/card/timeline/timeline-pages.ts';
import type { PlanView, RequestView, TimelineEvent } from '@dealdraft/wire/card.ts';
import {
  action,
  ago,
  choiceLine,
  contract,
  dealView,
  line,
  missingLine,
  NOW,
  ok,
  planView,
  refused,
  templateChoice,
} from './kit.tsx';

const play = (events: DealEvent[], start: DealState = unknownDeal): DealState =>
  events.reduce(reduceDeal, start);

describe('the deal state', () => {
  const first = ok(dealView({ revision: 'a' }));
  const second = ok(dealView({ revision: 'b' }));

  it('takes the answer to the latest question only', () => {
    const state = play([
      { type: 'asked', number: 1 },
      { type: 'asked', number: 2 },
      { type: 'answered', number: 2, answer: second, at: NOW },
      { type: 'answered', number: 1, answer: first, at: NOW + 1 },
    ]);
    expect([state.view?.revision, state.reading]).toEqual(['b', false]);
  });

  it('keeps the very object when nothing changed, and counts it', () => {
    const before = play([
      { type: 'asked', number: 1 },
      { type: 'answered', number: 1, answer: first, at: NOW },
    ]);
    const after = play(
      [
        { type: 'asked', number: 2 },
        { type: 'answered', number: 2, answer: ok(dealView({ revision: 'a' })), at: NOW + 9 },
      ],
      before,
    );
    expect(after.view).toBe(before.view);
    expect([after.unchanged, after.changes, after.changedAt]).toEqual([1, 0, NOW]);
  });

  it('takes a new pace even when nothing else changed', () => {
    const state = play([
      { type: 'asked', number: 1 },
      { type: 'answered', number: 1, answer: ok(dealView({ pollAfterMs: 1_000 })), at: NOW },
      { type: 'asked', number: 2 },
      { type: 'answered', number: 2, answer: ok(dealView({ pollAfterMs: null })), at: NOW },
    ]);
    expect(state.view?.pollAfterMs).toBeNull();
  });

  it('counts a change only after the first view, and keeps the view through a failure', () => {
    const state = play([
      { type: 'asked', number: 1 },
      { type: 'answered', number: 1, answer: first, at: NOW },
      { type: 'asked', number: 2 },
      { type: 'answered', number: 2, answer: second, at: NOW },
      { type: 'asked', number: 3 },
      { type: 'answered', number: 3, answer: refused('unexpected', 'away'), at: NOW },
    ]);
    expect([state.changes, state.failures, state.view?.revision]).toEqual([1, 1, 'b']);
  });
});

describe('the pace of reading', () => {
  const at = (more: Partial<DealState>, pollAfterMs: number | null = 1_000): DealState => ({
    ...unknownDeal,
    view: dealView({ pollAfterMs }),
    changedAt: NOW,
    ...more,
  });

  it.each<[string, DealState, number, ReturnType<typeof paceOf>]>([
    ['nothing can change', at({}, null), 0, { kind: 'stop' }],
    ['quick at first', at({ unchanged: 8 }), 0, { kind: 'after', ms: 1_000 }],
    ['then slower', at({ unchanged: 10 }), 0, { kind: 'after', ms: 2_250 }],
    ['never slower than a minute', at({ unchanged: 40 }), 0, { kind: 'after', ms: 60_000 }],
    ['unless the service asks for it', at({ unchanged: 3 }, 300_000), 0, { kind: 'after', ms: 300_000 }],
    ['just before the rest', at({}), REST_AFTER_MS - 1, { kind: 'after', ms: 1_000 }],
    ['rests when nothing happened for long', at({}), REST_AFTER_MS, { kind: 'rest' }],
    ['a failure is retried', at({ failures: 1 }), 0, { kind: 'after', ms: 2_000 }],
    ['ever more slowly', at({ failures: 4 }), 0, { kind: 'after', ms: 16_000 }],
    ['up to a minute', at({ failures: 30 }), 0, { kind: 'after', ms: 60_000 }],
    ['not when there is nothing to wait for', at({ failures: 1 }, null), 0, { kind: 'stop' }],
    ['the first reading is tried again', { ...unknownDeal, failures: 2 }, 0, { kind: 'after', ms: 4_000 }],
    ['but not for ever', { ...unknownDeal, failures: 3 }, 0, { kind: 'stop' }],
    [
      'nor when trying again is useless',
      at({ failures: 1, error: { code: 'not_permitted', message: '', canRetry: false } }),
      0,
      { kind: 'stop' },
    ],
  ])('%s', (_what, deal, later, pace) => {
    expect(paceOf(deal, NOW + later)).toEqual(pace);
  });
});

describe('things read on demand', () => {
  it('drops late answers, and keeps or forgets the old value as asked', () => {
    let state: Loaded<string> = notLoaded();
    const send = (event: Parameters<typeof reduceLoaded<string>>[1]) => {
      state = reduceLoaded(state, event);
      return state;
    };
    send({ type: 'asked', ticket: 1, keep: false });
    send({ type: 'asked', ticket: 2, keep: false });
    expect(send({ type: 'answered', ticket: 1, answer: ok('late') }).value).toBeNull();
    expect(send({ type: 'answered', ticket: 2, answer: ok('new') })).toMatchObject({
      state: 'ready',
      value: 'new',
    });
    expect(send({ type: 'asked', ticket: 3, keep: true })).toMatchObject({ state: 'loading', value: 'new' });
    expect(send({ type: 'answered', ticket: 3, answer: refused('vendor', 'no') })).toMatchObject({
      state: 'failed',
      value: 'new',
    });
    expect(send({ type: 'asked', ticket: 4, keep: false }).value).toBeNull();
    send({ type: 'reset', ticket: 5 });
    expect(send({ type: 'answered', ticket: 4, answer: ok('late again') })).toMatchObject({
      state: 'idle',
      value: null,
    });
  });
});

describe('the key of a wish', () => {
  const fresh = () => 'fresh';
  const failed = (['sent', 'failed'] as const).reduce(
    (state, type) =>
      reduceSubmission(
        state,
        type === 'sent'
          ? { type, wish: 'A', key: 'k1' }
          : { type, key: 'k1', error: { code: 'vendor', message: 'no', canRetry: true } },
      ),
    nothingSubmitted,
  );

  it('stays for the same wish after a failure, and is new for another wish or after success', () => {
    expect(keyFor(failed, 'A', fresh)).toBe('k1');
    expect(keyFor(failed, 'B', fresh)).toBe('fresh');
    expect(keyFor(nothingSubmitted, 'A', fresh)).toBe('fresh');
    const accepted = reduceSubmission(reduceSubmission(failed, { type: 'sent', wish: 'A', key: 'k1' }), {
      type: 'accepted',
      key: 'k1',
    });
    expect(keyFor(accepted, 'A', fresh)).toBe('fresh');
  });

  it('ignores the answer to a try that was put aside', () => {
    const again = reduceSubmission(nothingSubmitted, { type: 'sent', wish: 'B', key: 'k2' });
    expect(reduceSubmission(again, { type: 'accepted', key: 'k1' })).toBe(again);
  });
});

describe('sorting actions', () => {
  const drift = {
    changes: [{ target: 'a', label: 'A', was: '1', now: '2', canUpdate: true }],
    computedAt: ago(1),
    kept: null,
    blocksSending: false,
  };

  it('shows each action once, and the impossible ones always', () => {
    const sorted = sortActions(
      contract({
        actions: [
          action('send_for_review'),
          action('regenerate'),
          action('keep_changes'),
          action('void'),
          action('open_in_spotdraft'),
          action('remind', 'why'),
        ],
        nextAction: 'send_for_review',
        drift,
      }),
    );
    expect(sorted.next?.id).toBe('send_for_review');
    expect(sorted.drift.map(({ id }) => id)).toEqual(['regenerate', 'keep_changes']);
    expect(sorted.possible.map(({ id }) => id)).toEqual(['void']);
    expect(sorted.impossible.map(({ id }) => id)).toEqual(['remind']);
  });

  it.each([
    ['the next step is not possible', contract({ nextAction: 'remind' })],
    ['it is somebody else’s turn', contract({ nextAction: null })],
    [
      'something is under way',
      contract({
        pendingAction: {
          id: 'a',
          action: 'void',
          label: 'Voiding',
          since: ago(1),
          state: 'doing',
          message: null,
        },
      }),
    ],
  ])('offers no next step when %s', (_why, view) => {
    expect(sortActions(view).next).toBeNull();
  });

  it('treats kept changes as settled', () => {
    const kept = { ...drift, kept: { by: 'Ana', at: ago(1), reason: 'agreed' } };
    expect(
      sortActions(contract({ actions: [action('regenerate')], nextAction: null, drift: kept })),
    ).toMatchObject({
      drift: [],
      possible: [{ id: 'regenerate' }],
    });
  });
});

describe('the gate before Generate', () => {
  const loaded = (value: PlanView, state: Loaded<PlanView>['state'] = 'ready'): Loaded<PlanView> => ({
    state,
    ticket: 1,
    value,
    error: null,
  });
  const openContract = { id: 'c1', name: 'Old', statusLabel: 'Draft' };

  it.each<[string, Loaded<PlanView>, string, boolean]>([
    ['no plan yet', notLoaded<PlanView>(), '', false],
    ['complete', loaded(planView([line()])), '', true],
    ['a value missing', loaded(planView([line(), missingLine()])), '', false],
    ['a choice to make', loaded(planView([choiceLine()])), '', false],
    [
      'a blocker that is not understood here',
      loaded({ ...planView([line()]), plan: { ...planView([line()]).plan, blockers: 1 } }),
      '',
      false,
    ],
    ['being read again', loaded(planView([line()]), 'loading'), '', false],
    ['the last reading failed', loaded(planView([line()]), 'failed'), '', false],
    ['an open contract without a reason', loaded(planView([line()], { openContract })), ' x ', false],
    ['an open contract with one', loaded(planView([line()], { openContract })), 'second site', true],
  ])('%s', (_what, plan, reason, open) => {
    expect(gateOf({ plan, reason }).open).toBe(open);
  });
});

describe('small decisions', () => {
  it('chooses the only usable template, never a paused one', () => {
    const paused = templateChoice({ templateId: 6, readiness: { state: 'paused', text: '', count: 0 } });
    expect(chosenBeforehand({ templates: [templateChoice(), paused], truncated: false }, null)).toBe(5);
    expect(
      chosenBeforehand(
        { templates: [templateChoice(), templateChoice({ templateId: 7 })], truncated: false },
        null,
      ),
    ).toBeNull();
    expect(
      chosenBeforehand(
        { templates: [templateChoice(), templateChoice({ templateId: 7 })], truncated: false },
        7,
      ),
    ).toBe(7);
    expect(chosenBeforehand({ templates: [paused], truncated: false }, 6)).toBeNull();
    expect(chosenBeforehand({ templates: [], truncated: false }, null)).toBeNull();
  });

  it('finds templates by words in any order and case', () => {
    const all = ['Order form EU', 'Order form US', 'NDA'].map((name, templateId) =>
      templateChoice({ name, templateId }),
    );
    expect(filterTemplates(all, ' eu ORDER').map(({ name }) => name)).toEqual(['Order form EU']);
    expect(filterTemplates(all, '')).toHaveLength(3);
  });

  it('describes a template with what a person should know first', () => {
    expect(
      describeTemplate(
        templateChoice({
          environment: 'uat',
          readiness: { state: 'choose', text: 'choose one of 2 companies', count: 2 },
          openContract: { id: 'c', name: 'Old', statusLabel: 'Draft' },
        }),
      ),
    ).toBe('choose one of 2 companies · open contract: Old (Draft) · test environment');
  });

  it('reads addresses however they are separated', () => {
    expect(readAddresses(' a@b.co, c@d.co;a@b.co\n bad@ x@y ')).toEqual({
      valid: ['a@b.co', 'c@d.co'],
      invalid: ['bad@', 'x@y'],
    });
    expect(readAddresses('')).toEqual({ valid: [], invalid: [] });
  });

  it.each([
    ['  ', false],
    ['ab', false],
    ['abc', true],
    ['x'.repeat(2000), true],
    ['x'.repeat(2001), false],
  ])('judges the reason %#', (text, fine) => {
    expect(reasonFault(text) === null).toBe(fine);
  });

  it('sorts contracts without touching the list it was given', () => {
    const given = [
      contract({ id: 'a', createdAt: ago(9) }),
      contract({ id: 'b', createdAt: ago(1) }),
      contract({ id: 'h', status: 'ON_HOLD' }),
    ];
    expect(arrangeContracts(given).open.map(({ id }) => id)).toEqual(['b', 'a', 'h']);
    expect(given.map(({ id }) => id)).toEqual(['a', 'b', 'h']);
  });

  it('keeps a created request until its contract is there', () => {
    const created = { state: 'created', contractId: 'c1' } as RequestView;
    expect(visibleRequests([created], [])).toHaveLength(1);
    expect(visibleRequests([created], [contract()])).toHaveLength(0);
  });

  it('joins timeline pages without repeating an entry', () => {
    const event = (id: string) => ({ id }) as TimelineEvent;
    const page = (ids: string[], before: string | null) => ({ events: ids.map(event), before });
    expect(appendPage(page(['3', '2'], 'x'), page(['2', '1'], null))).toEqual(page(['3', '2', '1'], null));
    expect(appendPage(null, page(['1'], 'x'))).toEqual(page(['1'], 'x'));
    expect(appendPage(null, null)).toBeNull();
  });
});
