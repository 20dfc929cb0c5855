import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Region } from '@dealdraft/wire/settings.ts';
import { checkAddress, reachOf } from '../../platform/outbound/safe-address.ts';
import type { Deps } from '../deps.ts';
import { regionList } from './workspace-view.ts';

/** What may stand behind the host: what the API's paths are appended to, and nothing that would change them. */
const plainPath = /^(\/[\w.~-]+)*\/?$/;

/** The base URL of a region, or the one that was written out, when it may be called. */
export const resolvePlace = async (
  place: { region: Region } | { baseUrl: string },
  { settings, spotdraftHosts }: Pick<Deps, 'settings' | 'spotdraftHosts'>,
): Promise<Result<string, CardError>> => {
  if ('region' in place) {
    const region = regionList.find(({ id }) => id === place.region);
    return ok(region?.baseUrl ?? '');
  }
  const reason = URL.canParse(place.baseUrl) ? whyNot(new URL(place.baseUrl), spotdraftHosts) : null;
  const allowed =
    reason === null ? await checkAddress(place.baseUrl, reachOf(settings.publicOrigin)) : fail(reason);
  if (allowed.ok) return ok(allowed.value.href.replace(/\/+$/, '').replace(/\/api$/, ''));
  return fail({
    code: 'invalid',
    message: `SpotDraft cannot be reached there: ${allowed.failure}`,
    fields: [{ target: 'place.baseUrl', label: 'Base URL', message: allowed.failure }],
    canRetry: false,
  });
};

const whyNot = (url: URL, { isOwn }: Deps['spotdraftHosts']): string | null => {
  if (url.search !== '' || url.hash !== '' || !plainPath.test(url.pathname))
    return 'Enter the address alone, such as https://api.eu.spotdraft.com, without ? or # and what follows.';
  if (url.protocol === 'https:' && url.username === '' && url.password === '' && !isOwn(url))
    return `${url.hostname} is not a host of SpotDraft. If your SpotDraft runs there, ask whoever runs DealDraft to add it to SPOTDRAFT_HOSTS.`;
  return null;
};
