import type { Endpoint } from '../endpoints/endpoint.ts';

export const apiPrefix = '/api/v2.1/public/';

export type Match =
  | { kind: 'found'; endpoint: Endpoint; params: Record<string, string> }
  | { kind: 'redirect'; path: string }
  | { kind: 'wrong-method' }
  | { kind: 'unknown' };

const segments: Record<string, string> = { composite: '[HT\\-0-9]+', int: '\\d+', text: '[^/]+' };
const strictComposite = '[HT]-\\d+';

interface Route {
  endpoint: Endpoint;
  pattern: RegExp;
}

/**
 * The literal path table. A wrong closing slash is answered with a redirect to the right form, as the real service does,
 * and integer paths do not take `T-1`. In lenient mode both slashes and plain numbers on composite paths are served.
 */
export function createRouteTable(
  endpoints: Endpoint[],
  strict: boolean,
): (method: string, path: string) => Match {
  const routes = endpoints.map((endpoint): Route => ({ endpoint, pattern: compile(endpoint.path, strict) }));
  const at = (path: string): Route[] => routes.filter((route) => route.pattern.test(path));

  return (method, path) => {
    const inner = path.slice(apiPrefix.length);
    const otherSlash = inner.endsWith('/') ? inner.slice(0, -1) : `${inner}/`;
    let candidates = at(inner);
    if (candidates.length === 0) {
      const elsewhere = at(otherSlash);
      if (elsewhere.length === 0) return { kind: 'unknown' };
      if (strict) return { kind: 'redirect', path: apiPrefix + otherSlash };
      candidates = elsewhere;
    }
    const route = candidates.find((one) => one.endpoint.method === method);
    if (!route) return { kind: 'wrong-method' };
    const groups = (route.pattern.exec(inner) ?? route.pattern.exec(otherSlash))?.groups ?? {};
    const params = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
    return { kind: 'found', endpoint: route.endpoint, params };
  };
}

const compile = (path: string, strict: boolean): RegExp => {
  const source = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const segment = name === 'composite' && strict ? strictComposite : (segments[name] ?? '[^/]+');
    return `(?<${name}>${segment})`;
  });
  return new RegExp(`^${source}$`);
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
