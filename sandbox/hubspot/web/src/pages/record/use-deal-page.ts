import { useEffect, useMemo, useRef } from 'react';
import { crm } from '../../api/crm.ts';
import type { DealRecord } from '../../api/types.ts';
import type { HostedRecord } from '../../host/hosted-card.tsx';
import { formatValue } from '../../host/format-value.ts';
import { createRecordFormat } from '../../host/record-format.ts';
import { createRecordWatch } from '../../host/record-watch.ts';
import { placeOf, useSession } from '../../shell/session.tsx';
import type { Data } from '../../shell/use-data.ts';
import { useData } from '../../shell/use-data.ts';
import { useRefresh } from '../../shell/use-refresh.ts';

export type DealPage = {
  deal: Data<DealRecord>;
  hosted: HostedRecord;
  show: (name: string, value: string | null) => string;
  /** An edit by a person on this page: saved, read again, and told to the cards. False when it was refused. */
  save: (properties: Record<string, string>) => Promise<boolean>;
  /** Runs another change of the record (associations, line items) and reads it again. */
  change: (act: () => Promise<unknown>, done?: string) => Promise<boolean>;
};

/** The deal of a record page, with what the cards on it share. */
export const useDealPage = (dealId: string): DealPage => {
  const session = useSession();
  const { portal, user, alert } = session;
  const { portalId } = portal;
  const deal = useData(`deal-${String(portalId)}-${dealId}`, () => crm.deal(portalId, dealId));
  const latest = useRef<DealRecord | null>(null);
  latest.current = deal.value;
  const { reload } = deal;
  const hosted = useMemo(
    (): HostedRecord => ({ objectTypeId: '0-3', objectId: dealId, watch: createRecordWatch() }),
    [portalId, dealId, user.id],
  );
  const format = useMemo(
    () => createRecordFormat(() => latest.current ?? { definitions: [], properties: {} }, placeOf(session)),
    [portalId, user.id],
  );
  // A card that calls refreshObjectProperties means the whole page.
  useEffect(
    () =>
      hosted.watch.subscribe((news) => {
        if (news.kind === 'refresh') reload();
      }),
    [hosted, reload],
  );
  useRefresh(reload);
  const change = async (act: () => Promise<unknown>, done?: string): Promise<boolean> => {
    try {
      await act();
      reload();
      if (done !== undefined) alert({ type: 'success', message: done });
      return true;
    } catch (failure) {
      alert({
        type: 'danger',
        title: 'Not saved',
        message: failure instanceof Error ? failure.message : String(failure),
      });
      return false;
    }
  };
  return {
    deal,
    hosted,
    show: (name, value) => formatValue(value ?? '', format.shapeOf(name), format.place()),
    change,
    save: async (properties) => {
      const saved = await change(() => crm.editDeal(portalId, dealId, { userId: user.id, properties }));
      if (saved) hosted.watch.tell({ kind: 'edit', names: Object.keys(properties) });
      return saved;
    },
  };
};
