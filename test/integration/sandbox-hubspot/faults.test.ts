import { describe, expect, it } from 'vitest';
import { northwindPortalId, secondPortalId, accessTokens } from '../../../sandbox/hubspot/state/accounts.ts';
import { call, dealId, startSandbox, until } from './kit.ts';
import type { FaultInput } from '../../../sandbox/hubspot/state/faults.ts';

/** How long an answer may follow what it tells of, before it counts as none. */
const lateMs = 200;

/** Writes an amount and says what came back: a status, `none` for a cut connection, `hangs` for no answer. */
async function writing(fault: FaultInput) {
  const sandbox = await startSandbox();
  const id = dealId(sandbox, 'Copperleaf');
  sandbox.control.addFault(fault);
  const isWritten = (): boolean => sandbox.control.record('deals', id).properties['amount'] === '1';
  const giveUp = new AbortController();
  if (fault.kind === 'commit-then-timeout')
    void until('the amount is written', isWritten).then(() => setTimeout(() => giveUp.abort(), lateMs));
  const work = fetch(`${sandbox.origin}/crm/v3/objects/deals/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${accessTokens[northwindPortalId]}`,
      'content-type': 'application/json',
    },
    body: '{"properties":{"amount":"1"}}',
    signal: giveUp.signal,
  });
  const came = await work.then(
    (response) => response.status,
    (error: unknown) => (error instanceof Error && error.name === 'AbortError' ? 'hangs' : 'none'),
  );
  return { came, written: isWritten(), sandbox };
}

describe('a fault', () => {
  it.each<[FaultInput, number | string, boolean]>([
    [{ kind: 'error-before' }, 503, false],
    [{ kind: 'error-after' }, 502, true],
    [{ kind: 'commit-then-timeout' }, 'hangs', true],
    [{ kind: 'reset', when: 'before' }, 'none', false],
    [{ kind: 'reset', when: 'after' }, 'none', true],
    [{ kind: 'throttle', ms: 60_000 }, 429, false],
    [{ kind: 'down', ms: 60_000 }, 503, false],
    [{ kind: 'down', how: 'reset' }, 'none', false],
    [{ kind: 'slow', ms: 20 }, 200, true],
    [{ kind: 'error-before', method: 'POST' }, 200, true],
    [{ kind: 'error-before', portalId: secondPortalId }, 200, true],
    [{ kind: 'error-before', path: '^/files' }, 200, true],
  ])('%j', async (fault, expected, committed) => {
    const { came, written } = await writing(fault);
    expect([came, written]).toEqual([expected, committed]);
  });

  it('is set, listed and cleared over HTTP; nonsense is refused with the reason', async () => {
    const sandbox = await startSandbox();
    const post = (body: object) =>
      fetch(`${sandbox.origin}/__sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post({ kind: 'explode' })).status).toBe(400);
    expect((await post({ kind: 'error-before', times: 1 })).status).toBe(201);
    expect((await call(sandbox, 'GET /crm/v3/owners')).status).toBe(503);
    expect((await call(sandbox, 'GET /crm/v3/owners')).status).toBe(200);
    const list = (await (await fetch(`${sandbox.origin}/__sandbox/faults`)).json()) as object[];
    expect(list).toMatchObject([{ hits: 1, fault: { kind: 'error-before' } }]);
    expect((await fetch(`${sandbox.origin}/__sandbox/faults`, { method: 'DELETE' })).status).toBe(204);
    expect(sandbox.control.faults()).toEqual([]);
  });

  it('is gone after a reset, with everything else that happened', async () => {
    const { sandbox } = await writing({ kind: 'error-after' });
    const { origin } = sandbox;
    sandbox.control.addFault({ kind: 'revoke-token', portalId: northwindPortalId });
    await fetch(`${origin}/__sandbox/reset`, { method: 'POST' });
    const answer = await call(sandbox, `GET /crm/v3/objects/deals/${dealId(sandbox, 'Copperleaf')}`);
    expect(answer).toMatchObject({ status: 200, body: { properties: { amount: '54000' } } });
    expect(sandbox.control.stats()).toMatchObject({ total: 1, throttled: 0, webhooks: { deliveries: 0 } });
    const truth = (await (await fetch(`${origin}/__sandbox/truth`)).json()) as {
      portals: { records: unknown[] }[];
    };
    expect(truth.portals[0]?.records.length).toBe(sandbox.control.portal().records.size);
  });
});
