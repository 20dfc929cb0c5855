import { useCallback, useEffect, useRef } from 'react';
import type { CardServices } from '../base/card-services.ts';
import type { LiveDeal } from './use-deal.ts';

/** People change several properties in a row: the comparison waits until they pause. */
const SETTLE_MS = 2_000;

/**
 * Asks the service to compare open contracts with the deal: once per opening of the card, and after somebody edited the
 * record on this page. Only where a contract can differ. What it finds comes with the next reading; a failure is left
 * alone, as the service also compares by itself when HubSpot tells it of a change.
 */
export const useDriftCheck = (
  { call, clock, dealId, host }: CardServices,
  { view, acted }: LiveDeal,
): void => {
  const opened = useRef(false);
  const worthIt = view !== null && view.connection.state === 'connected' && view.counts.open > 0;
  const worthItNow = useRef(worthIt);
  worthItNow.current = worthIt;

  const check = useCallback(() => {
    void call('POST /api/card/deals/:dealId/drift', { dealId }).then((answer) => {
      if (answer.ok && answer.data.checked > 0) acted();
    });
  }, [acted, call, dealId]);

  useEffect(() => {
    if (!worthIt || opened.current) return;
    opened.current = true;
    check();
  }, [check, worthIt]);

  useEffect(() => {
    let stopped = false;
    let cancel: () => void = () => undefined;
    host.onRecordEdited(() => {
      cancel();
      if (stopped || !worthItNow.current) return;
      cancel = clock.after(SETTLE_MS, check);
    });
    return () => {
      stopped = true;
      cancel();
    };
  }, [check, clock, host]);
};
