import type {
  AssociationsRequest,
  ExtensionContext,
  FormatRequest,
  HookOptions,
  PageApi,
  PropertyValues,
  SearchRequest,
} from '../host/protocol.ts';
import type { ExtensionActions } from './actions.ts';
import type { Remote } from './remote.ts';
import { hookAnswer } from './response.ts';

/** `self.hsWorkerAPI`: what the hooks of `@hubspot/ui-extensions` 0.17 call, by the names and shapes they read. */
export const createHsWorkerApi = (
  page: Remote<PageApi>,
  context: ExtensionContext,
  actions: ExtensionActions,
) => ({
  useExtensionContext: () => context,
  useExtensionActions: () => actions,
  useExtensionApi: () => ({ context, actions, runServerlessFunction: noServerless }),
  useAppPageLocation: () => ({ path: '/', params: {} }),
  fetchCrmProperties: async (
    names: string[],
    updated: (values: PropertyValues) => void,
    options?: HookOptions,
  ) => {
    const read = () => page.fetchCrmProperties(names, options);
    const data = await read();
    const watch = await page.watchProperties(names, 'all', () => void read().then(updated));
    return hookAnswer(data, () => void page.unwatchProperties(watch));
  },
  fetchAssociations: async (request: AssociationsRequest) =>
    hookAnswer(await page.fetchAssociations(request)),
  fetchCrmSearch: async (request: SearchRequest) => hookAnswer(await page.fetchCrmSearch(request)),
  formatCrmProperties: async (request: FormatRequest) => {
    const formatted = await page.formatCrmProperties(request);
    return { ok: true, json: () => Promise.resolve(formatted) };
  },
  fetchHubSpotApi: () =>
    Promise.reject(new Error('The experimental API client is not part of this sandbox.')),
});

const noServerless = () => Promise.reject(new Error('Serverless functions are not part of this sandbox.'));
