import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockMarginMs,
  heldFrom,
  isContractStatus,
  judge as judgeAt,
  type Judgment,
  type KnownState,
  type StatusNews,
} from '../../../src/features/contracts/status/state-graph.ts';
import { contractStatuses, type ContractStatus } from '@dealdraft/wire/contract-status.ts';

const known = (status: ContractStatus, statusMicros = 1000n, trustAfter: Date | null = null): KnownState => ({
  status,
  statusMicros,
  trustAfter,
});
const news = (activity: string, status: string, micros = 2000n): StatusNews => ({ activity, status, micros });
/** Long after everything that the tests below tell of, unless a test is about the clock. */
const noon = new Date('2026-11-20T12:00:00.000Z');
const judge = (state: KnownState, event: StatusNews, now = noon): Judgment => judgeAt(state, event, now);
const microsOf = (ms: number): bigint => BigInt(ms) * 1000n;

/** Steps that a webhook may bring about, each way written out: the table of the design, not of the code. */
const legal: readonly [ContractStatus, ContractStatus][] = [
  ['DRAFT', 'REDLINING'],
  ['DRAFT', 'SIGN'],
  ['DRAFT', 'EXECUTED'],
  ['DRAFT', 'ON_HOLD'],
  ['DRAFT', 'VOIDED'],
  ['REDLINING', 'DRAFT'],
  ['REDLINING', 'SIGN'],
  ['REDLINING', 'EXECUTED'],
  ['REDLINING', 'ON_HOLD'],
  ['REDLINING', 'VOIDED'],
  ['SIGN', 'DRAFT'],
  ['SIGN', 'REDLINING'],
  ['SIGN', 'EXECUTED'],
  ['SIGN', 'ON_HOLD'],
  ['SIGN', 'VOIDED'],
  ['ON_HOLD', 'DRAFT'],
  ['ON_HOLD', 'REDLINING'],
  ['ON_HOLD', 'SIGN'],
  ['ON_HOLD', 'VOIDED'],
];
const isLegal = (from: ContractStatus, to: ContractStatus): boolean =>
  legal.some(([a, b]) => a === from && b === to);
const pairs = contractStatuses.flatMap((from) => contractStatuses.map((to) => [from, to] as const));

describe('a newer event with another status', () => {
  it.each(pairs.filter(([from, to]) => from !== to))('%s → %s', (from, to) => {
    expect(judge(known(from), news('CONTRACT_DATA_UPDATED', to))).toEqual(
      isLegal(from, to)
        ? { verdict: 'apply', status: to }
        : { verdict: 'verify', why: `${from} cannot become ${to}` },
    );
  });
  it.each(contractStatuses)('%s again only confirms', (status) => {
    expect(judge(known(status), news('CONTRACT_DATA_UPDATED', status))).toEqual({ verdict: 'confirm' });
  });
});

describe('an event whose activity and status do not go together is checked', () => {
  it.each<[string, ContractStatus, Judgment['verdict']]>([
    ['CONTRACT_EXECUTED', 'EXECUTED', 'apply'],
    ['CONTRACT_EXECUTED', 'SIGN', 'verify'],
    ['CONTRACT_SIGNED', 'SIGN', 'apply'],
    ['CONTRACT_SIGNED', 'EXECUTED', 'verify'],
    ['CONTRACT_VOIDED', 'VOIDED', 'apply'],
    ['CONTRACT_VOIDED', 'DRAFT', 'verify'],
    ['CONTRACT_MARK_FOR_EXECUTION', 'SIGN', 'apply'],
    ['CONTRACT_MARK_FOR_EXECUTION', 'REDLINING', 'verify'],
    ['CONTRACT_UNMARK_FOR_EXECUTION', 'REDLINING', 'confirm'],
    ['CONTRACT_UNMARK_FOR_EXECUTION', 'SIGN', 'verify'],
    ['CONTRACT_SENT_TO_COUNTERPARTY', 'REDLINING', 'confirm'],
    ['CONTRACT_SENT_TO_COUNTERPARTY', 'VOIDED', 'verify'],
    // A hold can fall between any act and its webhook.
    ['CONTRACT_SIGNED', 'ON_HOLD', 'apply'],
    ['CONTRACT_EXECUTED', 'ON_HOLD', 'apply'],
    // An activity of tomorrow says nothing of its own: its status counts.
    ['CONTRACT_SENT_BY_PIGEON', 'SIGN', 'apply'],
  ])('%s with %s, from review: %s', (activity, status, verdict) => {
    expect(judge(known('REDLINING'), news(activity, status)).verdict).toBe(verdict);
  });
  it('and so is a deletion, which no status tells', () => {
    expect(judge(known('SIGN'), news('CONTRACT_DELETED', 'SIGN'))).toEqual({
      verdict: 'verify',
      why: 'the contract was moved to the deleted tab',
    });
  });
  it.each(['', 'COMPLETED', 'executed', 'toString'])(
    'and so is a status that nobody documents: "%s"',
    (status) => {
      expect(isContractStatus(status)).toBe(false);
      expect(judge(known('SIGN'), news('CONTRACT_SIGNED', status)).verdict).toBe('verify');
    },
  );
});

describe('time decides', () => {
  /** From where old news would lead forward, written out. */
  const ahead: Record<ContractStatus, readonly ContractStatus[]> = {
    DRAFT: ['REDLINING', 'SIGN', 'ON_HOLD', 'EXECUTED', 'VOIDED'],
    REDLINING: ['SIGN', 'ON_HOLD', 'EXECUTED', 'VOIDED'],
    SIGN: ['ON_HOLD', 'EXECUTED', 'VOIDED'],
    ON_HOLD: ['EXECUTED', 'VOIDED'],
    EXECUTED: [],
    VOIDED: [],
  };
  it.each(pairs)(
    'an older event, at %s, that tells of %s is never applied, and checked if that is ahead',
    (from, to) => {
      expect(judge(known(from, 5000n), news('CONTRACT_DATA_UPDATED', to, 4999n))).toEqual(
        ahead[from].includes(to)
          ? { verdict: 'verify', why: `it is older than what was known, and ${to} comes after ${from}` }
          : { verdict: 'late' },
      );
    },
  );
  it.each(pairs)('news of a time to come is checked, at %s as at %s', (from, to) => {
    const ahead = noon.getTime() + clockMarginMs;
    expect(judge(known(from), news('CONTRACT_DATA_UPDATED', to, microsOf(ahead) + 1n))).toEqual({
      verdict: 'verify',
      why: 'it carries a time that is still to come',
    });
    // Two honest clocks may be so far apart.
    expect(judge(known(from), news('CONTRACT_DATA_UPDATED', to, microsOf(ahead)))).toEqual(
      judge(known(from), news('CONTRACT_DATA_UPDATED', to)),
    );
  });
  it.each(pairs.filter(([from, to]) => from !== to))(
    'where %s is known from a time to come, %s is checked and not called late',
    (from, to) => {
      const state = known(from, microsOf(noon.getTime() + 60_000));
      const event = news('CONTRACT_DATA_UPDATED', to, microsOf(noon.getTime()));
      expect(judge(state, event).verdict).toBe('verify');
      expect(judge(state, event, new Date(noon.getTime() + 60_000)).verdict).toBe(
        ahead[from].includes(to) ? 'verify' : 'late',
      );
    },
  );
  it('a deletion that is older than what is known is late too', () => {
    expect(judge(known('SIGN', 5000n), news('CONTRACT_DELETED', 'SIGN', 4999n))).toEqual({ verdict: 'late' });
  });
  it('a microsecond is enough to be newer', () => {
    expect(judge(known('SIGN', 5000n), news('CONTRACT_EXECUTED', 'EXECUTED', 5001n)).verdict).toBe('apply');
  });
  it('two statuses of one moment are checked', () => {
    expect(judge(known('SIGN', 5000n), news('CONTRACT_EXECUTED', 'EXECUTED', 5000n))).toEqual({
      verdict: 'verify',
      why: 'two statuses carry the same time',
    });
  });
  it('what was read from SpotDraft holds against news of about the same time, and not against later news', () => {
    const readAt = new Date('2026-11-20T10:00:00.000Z');
    const trustAfter = new Date(readAt.getTime() + clockMarginMs);
    const state = known('SIGN', 0n, trustAfter);
    const at = (ms: number) => BigInt(ms) * 1000n;
    expect(judge(state, news('CONTRACT_EXECUTED', 'EXECUTED', at(trustAfter.getTime() - 1))).verdict).toBe(
      'verify',
    );
    expect(judge(state, news('CONTRACT_SIGNED', 'SIGN', at(readAt.getTime()))).verdict).toBe('confirm');
    expect(judge(state, news('CONTRACT_EXECUTED', 'EXECUTED', at(trustAfter.getTime()) + 1n)).verdict).toBe(
      'apply',
    );
  });
});

it.each([
  ['SIGN', null, 'ON_HOLD', 'SIGN'],
  ['ON_HOLD', 'SIGN', 'ON_HOLD', 'SIGN'],
  ['ON_HOLD', 'SIGN', 'SIGN', null],
  ['DRAFT', null, 'REDLINING', null],
] as const)('from %s (held from %s) to %s remembers %s', (before, held, after, remembered) => {
  expect(heldFrom(before, held, after)).toBe(remembered);
});

const activityOf: Record<ContractStatus, string> = {
  DRAFT: 'CONTRACT_UNMARK_FOR_EXECUTION',
  REDLINING: 'CONTRACT_SENT_TO_COUNTERPARTY',
  SIGN: 'CONTRACT_MARK_FOR_EXECUTION',
  ON_HOLD: 'CONTRACT_DATA_UPDATED',
  EXECUTED: 'CONTRACT_EXECUTED',
  VOIDED: 'CONTRACT_VOIDED',
};

/** What happened at SpotDraft: legal steps, some of them untold (SpotDraft has no notice for holding), times strictly growing. */
const history = fc
  .array(
    fc.record({
      pick: fc.nat(),
      told: fc.boolean(),
      gap: fc.integer({ min: 1, max: 50_000_000 }),
      noise: fc.boolean(),
    }),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((steps) => {
    let status: ContractStatus = 'DRAFT' as ContractStatus;
    let micros = 1_000_000n;
    const events: StatusNews[] = [{ activity: 'CONTRACT_CREATED', status, micros }];
    for (const { pick, told, gap, noise } of steps) {
      micros += BigInt(gap);
      const next = legal.filter(([from]) => from === status).map(([, to]) => to);
      const to: ContractStatus = noise || next.length === 0 ? status : (next[pick % next.length] ?? status);
      const silent = to === 'ON_HOLD' || (status === 'ON_HOLD' && !told);
      if (!silent)
        events.push({
          activity: to === status ? 'CONTRACT_VERSION_UPLOADED' : activityOf[to],
          status: to,
          micros,
        });
      status = to;
    }
    return { events, truth: status };
  });

/** Every order and every repetition of them. */
const received = history.chain(({ events, truth }) =>
  fc
    .tuple(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.array(fc.constantFrom(...events), { maxLength: 8 }),
      fc.infiniteStream(fc.nat({ max: 30 })),
    )
    .map(([all, again, places]) => {
      const order = [...all];
      for (const event of again) order.splice(Number(places.next().value) % (order.length + 1), 0, event);
      return { order, events, truth };
    }),
);

/** What the service does with a judgment, without its rows. */
const settle = (state: KnownState, event: StatusNews): { state: KnownState; doubt: boolean } => {
  const judgment = judge(state, event);
  switch (judgment.verdict) {
    case 'apply':
      return {
        state: { status: judgment.status, statusMicros: event.micros, trustAfter: null },
        doubt: false,
      };
    case 'confirm':
      return { state: { ...state, statusMicros: event.micros }, doubt: false };
    case 'late':
      return { state, doubt: false };
    case 'verify':
      return { state, doubt: true };
  }
};

describe('any order, repetition and delay', () => {
  it('ends in what the newest event says, or in a question to SpotDraft', () => {
    fc.assert(
      fc.property(received, ({ order, events }) => {
        let state = known('DRAFT', 0n);
        let doubt = false;
        for (const event of order) {
          const next = settle(state, event);
          state = next.state;
          doubt ||= next.doubt;
        }
        const newest = events.at(-1);
        return doubt || state.status === newest?.status;
      }),
      { numRuns: 2000 },
    );
  });

  it('never goes back in time', () => {
    fc.assert(
      fc.property(received, ({ order }) => {
        let state = known('DRAFT', 0n);
        return order.every((event) => {
          const next = settle(state, event);
          const grew = next.state.statusMicros >= state.statusMicros;
          state = next.state;
          return grew;
        });
      }),
    );
  });

  it('never leaves EXECUTED or VOIDED without asking, whatever comes', () => {
    const anything = fc.record({
      activity: fc.constantFrom(...Object.values(activityOf), 'CONTRACT_SIGNED', 'CONTRACT_DELETED', 'X'),
      status: fc.oneof(fc.constantFrom(...contractStatuses), fc.string()),
      micros: fc.bigInt({ min: 0n, max: 10_000n }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('EXECUTED', 'VOIDED'),
        fc.array(anything, { maxLength: 20 }),
        (end, all) => {
          let state = known(end, 5000n);
          for (const event of all) state = settle(state, event).state;
          return state.status === end;
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('a second delivery of the same event changes nothing', () => {
    fc.assert(
      fc.property(received, ({ order }) => {
        let state = known('DRAFT', 0n);
        return order.every((event) => {
          const once = settle(state, event);
          const twice = settle(once.state, event);
          state = once.state;
          return (
            twice.state.status === once.state.status && twice.state.statusMicros === once.state.statusMicros
          );
        });
      }),
    );
  });
});
