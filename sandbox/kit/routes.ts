/** An operation's address: `{name}` stands for a segment, `{name*}` for the rest of the path. */
export interface Route {
  method: string;
  path: string;
}

export type Match<Endpoint> =
  | { kind: 'found'; endpoint: Endpoint; params: Record<string, string> }
  | { kind: 'wrong-method' }
  | { kind: 'unknown' };

/** How an operation is counted: by its path with the names in it, not by each id. */
export const operationOf = (method: string, match: Match<Route>): string =>
  match.kind === 'found' ? `${match.endpoint.method} ${match.endpoint.path}` : `${method} (${match.kind})`;

/**
 * Finds the endpoint of a path; the first that fits wins, so fixed words come before `{id}`. `segments` says, as the
 * source of a regular expression, what a name takes; any other takes everything up to the next slash.
 */
export function createRoutes<Endpoint extends Route>(
  endpoints: readonly Endpoint[],
  segments: Readonly<Record<string, string>> = {},
): (method: string, path: string) => Match<Endpoint> {
  const routes = endpoints.map((endpoint) => ({ endpoint, pattern: compile(endpoint.path, segments) }));
  return (method, path) => {
    const here = routes.filter((route) => route.pattern.test(path));
    const route = here.find((one) => one.endpoint.method === method);
    if (!route) return { kind: here.length > 0 ? 'wrong-method' : 'unknown' };
    const groups = route.pattern.exec(path)?.groups ?? {};
    return {
      kind: 'found',
      endpoint: route.endpoint,
      params: Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)])),
    };
  };
}

const compile = (path: string, segments: Readonly<Record<string, string>>): RegExp =>
  new RegExp(
    `^${path.replaceAll(
      /\{(\w+)(\*?)\}/g,
      (_whole, name: string, rest: string) => `(?<${name}>${rest ? '.+' : (segments[name] ?? '[^/]+')})`,
    )}$`,
  );

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
