import { createRoutes, type Match } from '../../kit/routes.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';

export const apiPrefix = '/api/v2.1/public/';

const segments = { composite: '[HT\\-0-9]+', int: '\\d+' };
const strictSegments = { ...segments, composite: '[HT]-\\d+' };

/**
 * The literal path table. A wrong closing slash is answered with a redirect to the right form, as the real service does,
 * and integer paths do not take `T-1`. In lenient mode both slashes and plain numbers on composite paths are served.
 */
export function createSpotDraftRoutes(
  endpoints: readonly Endpoint[],
  strict: boolean,
): (method: string, path: string) => Match<Endpoint> | { kind: 'redirect'; path: string } {
  const match = createRoutes(endpoints, strict ? strictSegments : segments);
  return (method, path) => {
    const inner = path.slice(apiPrefix.length);
    const here = match(method, inner);
    if (here.kind !== 'unknown') return here;
    const otherSlash = inner.endsWith('/') ? inner.slice(0, -1) : `${inner}/`;
    const there = match(method, otherSlash);
    return there.kind !== 'unknown' && strict ? { kind: 'redirect', path: apiPrefix + otherSlash } : there;
  };
}
