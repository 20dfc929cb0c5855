import type { Endpoint } from '../hubspot/api/endpoint.ts';

export type Match =
  | { kind: 'found'; endpoint: Endpoint; params: Record<string, string> }
  | { kind: 'wrong-method' }
  | { kind: 'unknown' };

/** The dated addresses of the same operations, in the words of the older ones. */
const dated: [RegExp, string][] = [
  [/^\/crm\/objects\/2026-0[39]\/([^/]+)\/([^/]+)\/associations\//, '/crm/v4/objects/$1/$2/associations/'],
  [/^\/crm\/objects\/2026-0[39]\//, '/crm/v3/objects/'],
  [/^\/crm\/associations\/(?:2026-0[39]|v4)\//, '/crm/v4/associations/'],
  [/^\/crm\/(properties|pipelines|owners)\/2026-0[39](?=\/|$)/, '/crm/v3/$1'],
  [/^\/files\/2026-0[39]\//, '/files/v3/'],
  [/^\/automation\/actions\/callbacks\/2026-0[39]\//, '/automation/v4/actions/callbacks/'],
  [/^\/appinstalls\/2026-0[39]\//, '/appinstalls/v3/'],
  [/^\/account-info\/2026-0[39]\//, '/account-info/v3/'],
];

export const plainPath = (path: string): string => {
  const [pattern, replacement] = dated.find(([one]) => one.test(path)) ?? [];
  return pattern && replacement !== undefined ? path.replace(pattern, replacement) : path;
};

/** Finds the endpoint of a path; the first that fits wins, so fixed words come before `{id}`. */
export function createRouteTable(endpoints: Endpoint[]): (method: string, path: string) => Match {
  const routes = endpoints.map((endpoint) => ({ endpoint, pattern: compile(endpoint.path) }));
  return (method, path) => {
    const plain = plainPath(path);
    const here = routes.filter((route) => route.pattern.test(plain));
    const route = here.find((one) => one.endpoint.method === method);
    if (!route) return { kind: here.length > 0 ? 'wrong-method' : 'unknown' };
    const groups = route.pattern.exec(plain)?.groups ?? {};
    return {
      kind: 'found',
      endpoint: route.endpoint,
      params: Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)])),
    };
  };
}

const compile = (path: string): RegExp =>
  new RegExp(
    `^${path.replaceAll(/\{(\w+)(\*?)\}/g, (_whole, name: string, rest: string) => `(?<${name}>${rest ? '.+' : '[^/]+'})`)}$`,
  );

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
