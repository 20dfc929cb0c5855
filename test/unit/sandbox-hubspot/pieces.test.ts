import { describe, expect, it } from 'vitest';
import { createFaultPlan, faultSchema } from '../../../sandbox/hubspot/state/faults.ts';
import { plainPath } from '../../../sandbox/hubspot/http/dated-paths.ts';
import { stateFromText, stateToText } from '../../../sandbox/kit/saver.ts';
import { seedState } from '../../../sandbox/hubspot/seed/seed-state.ts';
import { northwindPortalId, secondPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { durationMs } from '../../../sandbox/hubspot/workflows/duration.ts';

describe('a duration', () => {
  it.each([
    ['P1W', 604_800_000],
    ['P2DT3H', 183_600_000],
    ['PT0.5S', 500],
    ['P1M', 2_592_000_000],
    ['P', undefined],
    ['3 days', undefined],
    ['', undefined],
  ])('%s is %s ms', (text, expected) => {
    expect(durationMs(text)).toBe(expected);
  });
});

describe('a dated address', () => {
  it.each([
    ['/crm/objects/2026-03/deals/7', '/crm/v3/objects/deals/7'],
    ['/crm/objects/2026-03/0-3/batch/update', '/crm/v3/objects/0-3/batch/update'],
    ['/crm/objects/2026-03/deals/7/associations/contacts', '/crm/v4/objects/deals/7/associations/contacts'],
    ['/crm/associations/2026-03/deals/contacts/batch/read', '/crm/v4/associations/deals/contacts/batch/read'],
    ['/crm/associations/v4/deals/contacts/labels', '/crm/v4/associations/deals/contacts/labels'],
    ['/files/2026-03/files', '/files/v3/files'],
    ['/automation/actions/callbacks/2026-03/complete', '/automation/v4/actions/callbacks/complete'],
    ['/crm/owners/2026-03', '/crm/v3/owners'],
    ['/crm/v3/objects/deals', '/crm/v3/objects/deals'],
  ])('%s is %s', (path, expected) => {
    expect(plainPath(path)).toBe(expected);
  });
});

describe('a fault', () => {
  const strikes = (input: object, calls: number, seed = 1): boolean[] => {
    const plan = createFaultPlan(seed);
    plan.add(faultSchema.parse(input));
    return Array.from(
      { length: calls },
      () => plan.forCall(1, { method: 'POST', path: '/crm/v3/objects/deals/batch/update' }) !== undefined,
    );
  };

  it('strikes where it is aimed, as often as it is told', () => {
    expect(strikes({ kind: 'error-before', times: 2 }, 4)).toEqual([true, true, false, false]);
    expect(strikes({ kind: 'error-before', nth: 3 }, 4)).toEqual([false, false, true, false]);
    expect(strikes({ kind: 'error-before', method: 'GET' }, 1)).toEqual([false]);
    expect(strikes({ kind: 'error-before', path: 'batch/update$', portalId: 1 }, 1)).toEqual([true]);
    expect(strikes({ kind: 'error-before', portalId: 2 }, 1)).toEqual([false]);
  });

  it('by chance repeats itself with the same seed', () => {
    const input = { kind: 'error-after', probability: 0.3 };
    const first = strikes(input, 200, 5);
    expect(strikes(input, 200, 5)).toEqual(first);
    expect(strikes(input, 200, 6)).not.toEqual(first);
    const hits = first.filter(Boolean).length;
    expect(hits).toBeGreaterThan(30);
    expect(hits).toBeLessThan(90);
  });

  it('that makes no sense is refused', () => {
    expect(faultSchema.safeParse({ kind: 'explode' }).success).toBe(false);
    expect(faultSchema.safeParse({ kind: 'slow', probability: 2 }).success).toBe(false);
    expect(faultSchema.safeParse({ kind: 'lock-deal', portalId: 1 }).success).toBe(false);
  });
});

describe('the state', () => {
  it('survives being written and read, files and all', () => {
    const state = seedState();
    const portal = state.portals.get(northwindPortalId);
    portal?.files.set('1', {
      id: '1',
      name: 'a',
      extension: 'pdf',
      folderPath: '/x',
      contentType: 'application/pdf',
      access: 'PRIVATE',
      size: 3,
      bytes: new Uint8Array([0, 255, 7]),
      createdAt: '',
    });
    const again = stateFromText(stateToText(state)) as typeof state;
    expect(again).toEqual(state);
    expect(again.portals.get(northwindPortalId)?.files.get('1')?.bytes).toEqual(new Uint8Array([0, 255, 7]));
  });

  it('is the same for every seed, and no record is in two accounts', () => {
    expect(seedState()).toEqual(seedState());
    const ids = [northwindPortalId, secondPortalId].flatMap((id) =>
      [...(seedState().portals.get(id)?.records.values() ?? [])].map((one) => one.id),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});
