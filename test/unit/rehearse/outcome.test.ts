import { describe, expect, it } from 'vitest';
import { blockedBy } from '../../../scripts/rehearse/base/outcome.ts';

const failure = {
  kind: 'unavailable',
  operation: 'getDeal',
  status: 503,
  processed: 'no',
  text: { admin: 'HubSpot is away.' },
} as const;

describe('a failure of a call that was only a means', () => {
  it('keeps the step from running, in the words of the failure', () => {
    expect(blockedBy(failure)).toEqual({ result: 'could-not-run', why: 'HubSpot is away. (getDeal, 503)' });
  });
  it('may have made something when a write got no answer', () => {
    const unclear = blockedBy({ ...failure, kind: 'unclear', status: null, processed: 'maybe' });
    expect(unclear).toEqual({ result: 'could-not-run', why: 'HubSpot is away. (getDeal)', maybe: true });
  });
  it('names the scopes that are missing', () => {
    const missing = blockedBy({ ...failure, kind: 'missing_scopes', scopes: ['files', 'tickets'] });
    expect(missing).toMatchObject({
      why: expect.stringContaining("doesn't have the scope files, tickets.") as string,
    });
  });
  it('is a finding when the response is one that the product cannot read', () => {
    const unreadable = blockedBy({ ...failure, kind: 'unreadable', status: 201, processed: 'yes' });
    expect(unreadable).toEqual({
      result: 'does-not-hold',
      seen: "DealDraft can't read the response of getDeal",
      maybe: true,
    });
  });
});
