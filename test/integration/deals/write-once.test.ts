import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { writeOnce } from '../../../src/features/contracts/documents/write-once.ts';
import type { Contract } from '../../../src/platform/database/generated/client.ts';
import type { VendorFailure } from '../../../src/platform/vendor-failure.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, type World } from '../../../lab/world/world.ts';

const windowMs = 1_200;

let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    ...roomyHubSpot,
    environment: { ...roomyHubSpot.environment, LOOK_UP_DELAYS_MS: `400,${String(windowMs - 400)}` },
  });
  go = journey(world);
});
afterAll(() => world.stop());

const make = () => {
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  return go.make(dealId, 'Mutual NDA (Individual)');
};

const failure = (processed: VendorFailure['processed']): VendorFailure => ({
  kind: 'unclear',
  processed,
  text: { log: processed, admin: processed, seller: processed },
});

describe('one write', () => {
  let id: string;
  let clock = 0;
  /** What HubSpot keeps, and how often it was asked for it. */
  let kept: string[] = [];
  let asked = 0;
  let lookTakesMs = 0;
  beforeAll(async () => {
    ({
      row: { id },
    } = await make());
  });
  beforeEach(async () => {
    await world.db.contract.update({ where: { id }, data: { writeOpenUntil: null } });
    [clock, kept, asked, lookTakesMs] = [Date.UTC(2026, 0, 1), [], 0, 0];
  });

  type Ending = 'answered' | 'refused' | 'unclear' | 'kept, unanswered';
  const tryOnce = async (ending: Ending, meanwhile: () => Promise<unknown> = () => Promise.resolve()) => {
    const contract: Contract = await go.row(id);
    const { settings } = world.app.deps;
    const answer = await writeOnce({ db: world.db, settings, now: () => new Date(clock) }, contract, {
      look: () => {
        const found = kept[0] === undefined ? null : { id: kept[0] };
        clock += lookTakesMs;
        return Promise.resolve(ok(found));
      },
      prepare: async () => {
        await meanwhile();
        return ok(() => {
          asked += 1;
          if (ending === 'answered' || ending === 'kept, unanswered') kept.push(`file-${String(asked)}`);
          if (ending === 'answered') return Promise.resolve(ok({ id: `file-${String(asked)}` }));
          return Promise.resolve(fail(failure(ending === 'refused' ? 'no' : 'maybe')));
        });
      },
    });
    return answer.ok ? answer.value.id : answer.failure.kind;
  };

  it('that is answered is done', async () => {
    expect(await tryOnce('answered')).toBe('file-1');
    expect(asked).toBe(1);
  });

  it('that was certainly refused may be asked for again at once', async () => {
    await tryOnce('refused');
    expect(await tryOnce('answered')).toBe('file-2');
  });

  it('that was kept without an answer is found', async () => {
    expect(await tryOnce('kept, unanswered')).toBe('unclear');
    expect(await tryOnce('answered')).toBe('file-1');
    expect(asked).toBe(1);
  });

  it('that appears late is waited for, not asked for a second time', async () => {
    await tryOnce('unclear');
    clock += windowMs - 1;
    expect(await tryOnce('answered')).toBe('unclear');
    expect(asked).toBe(1);
    kept.push('late');
    expect(await tryOnce('answered')).toBe('late');
    expect(asked).toBe(1);
  });

  it('is not asked for again on the word of a look that began within the window', async () => {
    await tryOnce('unclear');
    clock += windowMs - 1;
    lookTakesMs = 10;
    expect(await tryOnce('answered')).toBe('unclear');
    kept.push('late');
    expect(await tryOnce('answered')).toBe('late');
    expect(asked).toBe(1);
  });

  it('that did not appear over the whole window is asked for again', async () => {
    await tryOnce('unclear');
    clock += windowMs;
    expect(await tryOnce('answered')).toBe('file-2');
  });

  it('whose process died is open until its call must have ended, and the window after that', async () => {
    await world.db.contract.update({ where: { id }, data: { writeOpenUntil: new Date(clock + 60_000) } });
    clock += 60_000 + windowMs - 1;
    expect(await tryOnce('answered')).toBe('unclear');
    expect(asked).toBe(0);
    clock += 1;
    expect(await tryOnce('answered')).toBe('file-1');
  });

  it('is left to the other of two runs', async () => {
    const second = await tryOnce('answered', () => tryOnce('answered'));
    expect([second, asked]).toEqual(['unclear', 1]);
  });
});

describe('the signed document', () => {
  afterEach(() => {
    world.hubspot.control.clearFaults();
  });

  const paths = { file: '/files/v3/files$', note: '/objects/notes$' } as const;
  const askedFor = (path: string) =>
    world.hubspot.control
      .calls()
      .filter((call) => call.method === 'POST' && new RegExp(path).test(call.path))
      .map(({ status }) => status);

  it.each([
    // What was kept is found at once; what was not is asked for again, when it did not appear.
    ['kept', 'after', [201]],
    ['lost', 'before', [201]],
  ] as const)('of which HubSpot cut the answers, %s, is there once', async (_what, when, served) => {
    const before = { file: askedFor(paths.file).length, note: askedFor(paths.note).length };
    for (const path of Object.values(paths))
      world.hubspot.control.addFault({ kind: 'reset', when, method: 'POST', path, times: 1 });
    const { dealId, row, numericId } = await make();
    const started = Date.now();
    for (const action of ['mark', 'sign-all']) go.person(numericId, action);
    const done = await go.rowWhen('attached', row.id, ({ attachedAt }) => attachedAt !== null);
    const tookMs = Date.now() - started;
    if (when === 'before') expect(tookMs).toBeGreaterThanOrEqual(2 * windowMs);
    expect(askedFor(paths.file).slice(before.file)).toEqual(served);
    expect(askedFor(paths.note).slice(before.note)).toEqual(served);
    const truth = world.hubspot.control.record('deals', dealId, portalId).properties;
    expect(truth['dealdraft_signed_document']).toBe(done.fileId);
    expect(done.writeOpenUntil).toBeNull();
  });
});
