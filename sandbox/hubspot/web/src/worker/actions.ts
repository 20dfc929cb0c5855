import type { PageApi, PropertyValues } from './protocol.ts';
import type { Remote } from './remote.ts';

/** The `actions` given to the extension. All of them run in the page, so each is a message and answers a promise at most. */
export const createActions = (page: Remote<PageApi>) => ({
  addAlert: (alert: Parameters<PageApi['addAlert']>[0]) => void page.addAlert(alert),
  refreshObjectProperties: () => void page.refreshObjectProperties(),
  onCrmPropertiesUpdate: (
    names: string[] | '*',
    callback: (properties: Record<string, string>, error?: { message: string }) => void,
  ) => {
    const tell = async (changed: string[]): Promise<void> => {
      try {
        callback(await fetchFilled(page, names === '*' ? changed : names));
      } catch (failure) {
        callback({}, { message: failure instanceof Error ? failure.message : String(failure) });
      }
    };
    void page.watchProperties(names, (changed) => void tell(changed));
  },
  openIframeModal: (request: Parameters<PageApi['openIframeModal']>[0], onClose?: () => void) =>
    void page.openIframeModal(request, onClose),
  closeOverlay: (id: string) => void page.closeOverlay(id),
  copyTextToClipboard: (text: string) => page.copyTextToClipboard(text),
});

/** The action answers texts only: an empty property is an empty text. */
const fetchFilled = async (page: Remote<PageApi>, names: string[] | '*'): Promise<Record<string, string>> => {
  const values: PropertyValues = await page.fetchCrmProperties(names === '*' ? ['*'] : names);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
};
