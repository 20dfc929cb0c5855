import { retain, release } from '@remote-ui/core';
import { crm } from '../api/crm.ts';
import type { CrashReport, FetchAnswer, FetchRequest, IframeRequest, PageApi } from '../worker/protocol.ts';
import type { RecordWatch } from './record-watch.ts';
import { newsFor } from './record-watch.ts';

export type CardPage = {
  portalId: number;
  userId: number;
  /** Absent on the settings page. */
  record: { objectTypeId: string; objectId: string; watch: RecordWatch } | null;
  alert: PageApi['addAlert'];
  openFrame: (request: IframeRequest, onClose: () => void) => void;
  closeOverlay: (id: string) => void;
  crashed: (report: CrashReport) => void;
};

type Receive = PageApi['receive'];

/** The page's side of a card: everything an extension can ask of HubSpot. `stop` ends all subscriptions. */
export const createPageApi = (page: CardPage, receive: Receive): { api: PageApi; stop: () => void } => {
  const watches: (() => void)[] = [];
  const api: PageApi = {
    receive,
    crashed: page.crashed,
    log: (level, text) => {
      console[level](`[card] ${text}`);
    },
    hsFetch: (request) => viaProxy(page, request),
    fetchCrmProperties: async (names) =>
      (await crm.properties(addressOf(page), names.length === 1 && names[0] === '*' ? '*' : names))
        .properties,
    watchProperties: (names, changed) => {
      // The proxy is used after this call has ended, so it must be kept by hand.
      retain(changed);
      const unsubscribe = recordOf(page).watch.subscribe((news) => {
        const touched = newsFor(names, news);
        if (touched !== null) changed(touched);
      });
      watches.push(() => {
        unsubscribe();
        release(changed);
      });
    },
    addAlert: page.alert,
    refreshObjectProperties: () => page.record?.watch.tell({ kind: 'refresh' }),
    openIframeModal: (request, onClose) => {
      if (onClose !== undefined) retain(onClose);
      page.openFrame(request, () => {
        if (onClose === undefined) return;
        onClose();
        release(onClose);
      });
    },
    closeOverlay: page.closeOverlay,
    copyTextToClipboard: (text) => navigator.clipboard.writeText(text),
  };
  return {
    api,
    stop: () => {
      for (const end of watches.splice(0)) end();
    },
  };
};

const recordOf = (page: CardPage): NonNullable<CardPage['record']> => {
  if (page.record === null) throw new Error('This location has no CRM record.');
  return page.record;
};

const addressOf = (page: CardPage) => {
  const { objectTypeId, objectId } = recordOf(page);
  return { portalId: page.portalId, objectTypeId, objectId };
};

const viaProxy = async (page: CardPage, request: FetchRequest): Promise<FetchAnswer> => {
  const answer = await crm.proxy({ portalId: page.portalId, userId: page.userId, ...request });
  return {
    status: answer.status,
    body: answer.body,
    contentType: answer.headers?.['content-type'] ?? 'application/json',
  };
};
