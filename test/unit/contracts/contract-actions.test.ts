import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionViews,
  nextAction,
  reasonAgainst,
  type ActionFacts,
} from '../../../src/features/contracts/actions/contract-actions.ts';
import { actionIds, type ActionId } from '@dealdraft/wire/card.ts';
import { contractStatuses, type ContractStatus } from '@dealdraft/wire/contract-status.ts';

const facts = (some: Partial<ActionFacts> = {}): ActionFacts => ({
  status: 'DRAFT',
  hasLink: true,
  underWay: null,
  approvalsPending: [],
  signatoriesPending: 2,
  hoursSinceAsked: null,
  hasPlan: true,
  drift: { open: false, canUpdate: false, blocksSending: false },
  gone: false,
  mayAct: true,
  ...some,
});
const drifted = { open: true, canUpdate: true, blocksSending: false };

/** What can be done in each status, when nothing else stands in the way. */
const possible: Record<ContractStatus, ActionId[]> = {
  DRAFT: ['send_for_review', 'mark_for_signature', 'void'],
  REDLINING: ['send_for_review', 'mark_for_signature', 'void'],
  SIGN: ['take_back_from_signature', 'remind', 'void'],
  ON_HOLD: ['void'],
  EXECUTED: [],
  VOIDED: [],
};
const always: ActionId[] = [
  'regenerate',
  'open_in_spotdraft',
  'copy_link',
  'download',
  'check_now',
  'unlink',
];
const withDrift: Partial<Record<ContractStatus, ActionId[]>> = {
  DRAFT: ['refresh_from_deal', 'keep_changes'],
  REDLINING: ['refresh_from_deal', 'keep_changes'],
  SIGN: ['keep_changes'],
  ON_HOLD: ['keep_changes'],
};

const enabled = (some: Partial<ActionFacts>): ActionId[] =>
  actionViews(facts(some)).flatMap(({ id, enabled: can }) => (can ? [id] : []));

describe('what can be done with a contract', () => {
  it.each(contractStatuses)('in %s', (status) => {
    expect(enabled({ status }).sort()).toEqual([...possible[status], ...always].sort());
  });
  it.each(Object.entries(withDrift) as [ContractStatus, ActionId[]][])(
    'in %s, when the deal differs',
    (status, more) => {
      expect(enabled({ status, drift: drifted }).sort()).toEqual(
        [...possible[status], ...always, ...more].sort(),
      );
    },
  );
  it.each<[string, Partial<ActionFacts>, ActionId, RegExp]>([
    ['sent twice for signature', { status: 'SIGN' }, 'mark_for_signature', /already/],
    ['sent while signed', { status: 'SIGN' }, 'send_for_review', /Recall it/],
    ['executed and voided', { status: 'EXECUTED' }, 'void', /amendment or a termination/],
    ['void and sent', { status: 'VOIDED' }, 'send_for_review', /void/],
    ['on hold', { status: 'ON_HOLD' }, 'send_for_review', /Take it off hold in SpotDraft/],
    ['nobody left to sign', { status: 'SIGN', signatoriesPending: 0 }, 'remind', /Nobody is left/],
    [
      'waiting for approval',
      { approvalsPending: ['Legal', 'Finance'] },
      'mark_for_signature',
      /Legal, Finance/,
    ],
    [
      'changed deal, where the admin wants no sending',
      { drift: { open: true, canUpdate: true, blocksSending: true } },
      'send_for_review',
      /The deal has changed/,
    ],
    [
      'something under way',
      { underWay: 'Void contract' },
      'send_for_review',
      /“Void contract” is in progress/,
    ],
    ['no permission', { mayAct: false }, 'void', /don’t have permission/],
    ['gone from SpotDraft', { gone: true }, 'download', /no longer in SpotDraft/],
    ['no plan', { hasPlan: false }, 'regenerate', /wasn’t created from this deal/],
    ['no plan, but a drift', { hasPlan: false, drift: drifted }, 'refresh_from_deal', /no mapping/],
    ['agrees with the deal', {}, 'keep_changes', /Already matches the deal/],
    [
      'a difference that SpotDraft does not take',
      { drift: { ...drifted, canUpdate: false } },
      'refresh_from_deal',
      /Change them in SpotDraft/,
    ],
    ['no link', { hasLink: false }, 'open_in_spotdraft', /no link/],
  ])('says why not: %s', (_case, some, action, words) => {
    expect(reasonAgainst(action, facts(some))).toMatch(words);
  });
  it('a permission missing, or an action under way, never hides what changes nothing', () => {
    for (const some of [{ mayAct: false }, { underWay: 'Void contract' }])
      for (const action of ['open_in_spotdraft', 'copy_link', 'download'] as const)
        expect(reasonAgainst(action, facts(some))).toBeNull();
    // SpotDraft is asked for it: that is for whoever may act.
    expect(reasonAgainst('check_now', facts({ underWay: 'Void contract' }))).toBeNull();
    expect(reasonAgainst('check_now', facts({ mayAct: false }))).toMatch(/permission/);
  });
  it('a contract that is gone can still be checked again and unlinked', () => {
    expect(enabled({ gone: true })).toEqual(['open_in_spotdraft', 'copy_link', 'check_now', 'unlink']);
  });
});

const anyFacts: fc.Arbitrary<ActionFacts> = fc.record({
  status: fc.constantFrom(...contractStatuses),
  hasLink: fc.boolean(),
  underWay: fc.constantFrom(null, 'Send for review'),
  approvalsPending: fc.subarray(['Legal', 'Finance']),
  signatoriesPending: fc.nat({ max: 3 }),
  hoursSinceAsked: fc.option(fc.nat({ max: 100 }), { nil: null }),
  hasPlan: fc.boolean(),
  drift: fc.record({ open: fc.boolean(), canUpdate: fc.boolean(), blocksSending: fc.boolean() }),
  gone: fc.boolean(),
  mayAct: fc.boolean(),
});

describe('whatever the facts', () => {
  it('every action is there once, and every one that is not possible says why in a sentence', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const views = actionViews(any);
        expect(views.map(({ id }) => id).sort()).toEqual([...actionIds].sort());
        for (const view of views) {
          expect(view.label).not.toBe('');
          if (view.enabled) expect(view.reason).toBeUndefined();
          else expect(view.reason).toMatch(/^[“\p{Lu}].*\.$/u);
        }
      }),
    );
  });
  it('the next thing to do is possible, and nobody’s while it is another’s turn', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const next = nextAction(any);
        if (next === null) return;
        expect(reasonAgainst(next, any)).toBeNull();
        expect(['EXECUTED', 'VOIDED', 'ON_HOLD']).not.toContain(any.status);
      }),
    );
  });
});

it.each<[string, Partial<ActionFacts>, ActionId | null]>([
  ['a draft is sent', {}, 'send_for_review'],
  ['a draft that differs is updated first', { drift: drifted }, 'refresh_from_deal'],
  ['a reviewed one goes to signature', { status: 'REDLINING' }, 'mark_for_signature'],
  ['one that waits for approval waits', { status: 'REDLINING', approvalsPending: ['Legal'] }, null],
  ['one that was sent for signature today waits', { status: 'SIGN', hoursSinceAsked: 3 }, null],
  ['after a day somebody is reminded', { status: 'SIGN', hoursSinceAsked: 24 }, 'remind'],
  ['an executed one is finished', { status: 'EXECUTED' }, null],
])('next: %s', (_case, some, action) => {
  expect(nextAction(facts(some))).toBe(action);
});
