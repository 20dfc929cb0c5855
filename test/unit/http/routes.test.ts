import type { Express, RequestHandler, Router } from 'express';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createServer, type ServerParts } from '../../../src/server.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import type { SettingsCall } from '@dealdraft/ui/kit/service/call.ts';
import type { AlertKeyView, Preferences, PreferencesView } from '@dealdraft/wire/settings.ts';
import type { accessRoutes } from '@dealdraft/wire/routes/access.ts';
import { allRoutes } from '@dealdraft/wire/routes/all.ts';
import type { UserHandlers } from '../../../src/features/access/user-endpoints.ts';

type Layer = Router['stack'][number];

const served = (stack: readonly Layer[]): string[] =>
  stack.flatMap((layer) => {
    const { route } = layer;
    if (route !== undefined)
      return route.stack.map(({ method }) => `${method.toUpperCase()} ${String(route.path)}`);
    const inner = (layer.handle as Partial<Router>).stack;
    return inner === undefined ? [] : served(inner);
  });

const nothing: RequestHandler = () => undefined;
const server = (): Express =>
  createServer({
    deps: { log: pino({ level: 'silent' }) } as ServerParts['deps'],
    intake: { take: () => Promise.resolve([]) },
    metrics: createMetrics(),
    hubspotRoutes: { publicOrigin: 'https://x.example', clientSecrets: [], appId: 1, now: () => 0 },
    automation: { deps: {} as ServerParts['deps'], acceptV2: false },
    throttleErp: () => Promise.resolve(),
    installation: { install: nothing, callback: nothing },
    keptFiles: nothing,
    trustProxy: 'loopback',
    isReady: () => Promise.resolve({ ready: true }),
    onRefusedNotice: () => Promise.resolve(),
  });

describe('the list of all routes', () => {
  it('is what the service serves, no more and no less', () => {
    const listed = allRoutes.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(served(server().router.stack))].sort()).toEqual([...listed].sort());
  });

  it('says who may call each, and which ids it names', () => {
    const named = (path: string) => allRoutes.find((route) => route.path === path);
    expect(named('/api/settings/templates/:workspaceId/:templateId/versions/:number')).toMatchObject({
      method: 'GET',
      path: '/api/settings/templates/:workspaceId/:templateId/versions/:number',
      who: 'admin',
      ids: ['workspaceId', 'templateId'],
    });
    const forAnyUser = allRoutes.filter(
      ({ path, who }) => path.startsWith('/api/settings/') && who !== 'admin',
    );
    expect(forAnyUser.map(({ path }) => path)).toEqual([
      '/api/settings/access',
      '/api/settings/access/claim',
    ]);
  });
});

/** Never run: `npm run types` fails where one of these compiles. */
export const differences = (call: SettingsCall, preferences: Preferences) => {
  const key: PreferencesView = { preferences, revision: 1, alertKeyMask: null, lastAlert: null };
  const handlers: Partial<UserHandlers<typeof accessRoutes>> = {
    // @ts-expect-error An answer that the page does not expect.
    'POST /api/settings/preferences': () => Promise.resolve({ ok: true, value: key }),
    'GET /api/settings/preferences': ({ params }) =>
      // @ts-expect-error A part that the address does not have.
      Promise.resolve({ ok: true, value: params.workspaceId }),
  };
  const unknown: Partial<UserHandlers<typeof accessRoutes>> = {
    // @ts-expect-error A route that nobody can call.
    'POST /api/settings/preferences/key': () => Promise.resolve(key),
  };
  const calls = [
    // @ts-expect-error An address that is not served.
    () => call('GET /api/settings/preference'),
    // @ts-expect-error The same address by another method.
    () => call('GET /api/settings/alerts/key'),
    // @ts-expect-error A part of the address is missing.
    () => call('GET /api/settings/workspaces/:workspaceId'),
    // @ts-expect-error A body that the service refuses.
    () => call('POST /api/settings/preferences', { revision: '1', preferences }),
    // @ts-expect-error A question that the service does not know.
    () => call('GET /api/settings/calls', { vendors: 'hubspot' }),
    // @ts-expect-error An answer that the service does not give.
    (): Promise<{ ok: true; data: AlertKeyView }> => call('POST /api/settings/alerts/test'),
  ];
  return { handlers, unknown, calls };
};
