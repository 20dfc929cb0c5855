import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Region } from '@dealdraft/wire/settings.ts';
import { checkAddress } from '../../platform/outbound/safe-address.ts';
import { regionList } from './workspace-view.ts';

/** The base URL of a region, or the one that was written out, when it may be called. */
export const resolvePlace = async (
  place: { region: Region } | { baseUrl: string },
  publicOrigin: string,
): Promise<Result<string, CardError>> => {
  if ('region' in place) {
    const region = regionList.find(({ id }) => id === place.region);
    return ok(region?.baseUrl ?? '');
  }
  const allowed = await checkAddress(place.baseUrl, publicOrigin);
  if (allowed.ok) return ok(allowed.value.href.replace(/\/+$/, '').replace(/\/api$/, ''));
  return fail({
    code: 'invalid',
    message: `SpotDraft cannot be reached there: ${allowed.failure}`,
    fields: [{ target: 'place.baseUrl', label: 'Base URL', message: allowed.failure }],
    canRetry: false,
  });
};
