import { describe, expect, it } from 'vitest';
import { signedNote } from '../../../src/features/contracts/documents/signed-note.ts';

const executed = (at: string | null) => ({
  name: 'Order <Form> & more',
  referenceId: 'NW-12',
  spotdraftId: 'T-12',
  executedAt: at === null ? null : new Date(at),
});

describe('A7: the note on the deal', () => {
  it.each([
    // 1 November, 18:30 in Los Angeles, and the same moment elsewhere.
    ['2026-11-02T02:30:00Z', 'America/Los_Angeles', '2026-11-01'],
    ['2026-11-02T02:30:00Z', 'Asia/Tokyo', '2026-11-02'],
    ['2026-10-31T23:30:00Z', 'Europe/Berlin', '2026-11-01'],
  ])('executed at %s, read in %s, says %s', (at, timeZone, day) => {
    expect(signedNote(executed(at), timeZone)).toBe(
      `<p>Signed: <strong>Order &#60;Form&#62; &#38; more</strong> (NW-12), executed ${day}.</p>`,
    );
  });

  it('says no day where none is known', () => {
    expect(signedNote(executed(null), 'UTC')).toBe(
      '<p>Signed: <strong>Order &#60;Form&#62; &#38; more</strong> (NW-12).</p>',
    );
  });
});
