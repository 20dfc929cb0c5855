import { retain, release } from '@remote-ui/core';
import { crm } from '../api/crm.ts';
import { formatValue } from './format-value.ts';
import type {
  CrashReport,
  FetchAnswer,
  FetchRequest,
  IframeRequest,
  PageApi,
  PropertyValues,
} from './protocol.ts';
import type { RecordWatch } from './record-watch.ts';
import { newsFor } from './record-watch.ts';
import type { RecordFormat } from './record-format.ts';

export type CardPage = {
  portalId: number;
  userId: number;
  /** Absent on the settings page. */
  record: { objectTypeId: string; objectId: string; watch: RecordWatch; format: RecordFormat } | null;
  alert: PageApi['addAlert'];
  openFrame: (request: IframeRequest, onClose: () => void) => void;
  closeOverlay: (id: string) => void;
  crashed: (report: CrashReport) => void;
  navigate: (to: string) => void;
  reload: () => void;
};

type Receive = PageApi['receive'];

/** The page's side of a card: everything an extension can ask of HubSpot. `stop` ends all subscriptions. */
export const createPageApi = (page: CardPage, receive: Receive): { api: PageApi; stop: () => void } => {
  const watches = new Map<number, () => void>();
  let lastWatch = 0;
  const api: PageApi = {
    receive,
    crashed: page.crashed,
    log: (level, text) => {
      console[level](`[card] ${text}`);
    },
    hsFetch: (request) => viaProxy(page, request),
    fetchCrmProperties: async (names, options) => {
      const record = recordOf(page);
      const wanted = names.length === 1 && names[0] === '*' ? '*' : names;
      const { properties } = await crm.properties(addressOf(page), wanted);
      const toFormat = options?.propertiesToFormat ?? [];
      return mapValues(properties, (name, value) =>
        toFormat === 'all' || toFormat.includes(name)
          ? showValue(record.format, name, value, options?.formattingOptions)
          : value,
      );
    },
    watchProperties: (names, only, changed) => {
      // The proxy is used after this call has ended, so it must be kept by hand.
      retain(changed);
      const unsubscribe = recordOf(page).watch.subscribe((news) => {
        const touched = newsFor({ names, only }, news);
        if (touched !== null) changed(touched);
      });
      lastWatch += 1;
      watches.set(lastWatch, () => {
        unsubscribe();
        release(changed);
      });
      return Promise.resolve(lastWatch);
    },
    unwatchProperties: (id) => {
      watches.get(id)?.();
      watches.delete(id);
    },
    fetchAssociations: async (request) => {
      const answer = await crm.associations(addressOf(page), request);
      return {
        results: answer.results.map((one) => ({ ...one, toObjectId: Number(one.toObjectId) })),
        hasMore: answer.hasMore,
        nextOffset: answer.nextOffset ?? 0,
      };
    },
    fetchCrmSearch: async ({ after, ...request }) => {
      const answer = await crm.search(page.portalId, {
        ...request,
        offset: after === undefined ? 0 : Number(after),
      });
      return {
        results: answer.results.map((one) => ({ ...one, objectId: Number(one.objectId) })),
        total: answer.total,
        hasMore: answer.hasMore,
        ...(answer.hasMore && answer.nextOffset !== null ? { after: String(answer.nextOffset) } : {}),
      };
    },
    formatCrmProperties: ({ propertiesList, formattingOptions }) =>
      Promise.resolve(
        propertiesList.map((properties) =>
          mapValues(properties, (name, value) =>
            page.record === null ? value : showValue(page.record.format, name, value, formattingOptions),
          ),
        ),
      ),
    addAlert: page.alert,
    reloadPage: page.reload,
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
    navigateToPage: ({ to }) => {
      page.navigate(to);
    },
  };
  return {
    api,
    stop: () => {
      for (const end of watches.values()) end();
      watches.clear();
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

const showValue = (
  format: RecordFormat,
  name: string,
  value: string | null,
  options: Parameters<typeof formatValue>[3],
): string | null =>
  value === null ? null : formatValue(value, format.shapeOf(name), format.place(), options);

const mapValues = (
  values: PropertyValues,
  map: (name: string, value: string | null) => string | null,
): PropertyValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(name, value)]));

const viaProxy = async (page: CardPage, request: FetchRequest): Promise<FetchAnswer> => {
  const answer = await crm.proxy({ portalId: page.portalId, userId: page.userId, ...request });
  return {
    status: answer.status,
    body: answer.body,
    contentType: answer.headers?.['content-type'] ?? 'application/json',
  };
};
