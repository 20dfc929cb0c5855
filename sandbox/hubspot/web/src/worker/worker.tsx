import * as React from 'react';
import * as RemoteUI from '@remote-ui/react';
import type { RemoteChannel } from '@remote-ui/core';
import { createRemoteRoot } from '@remote-ui/core';
import { createEndpoint } from '@remote-ui/rpc';
import type { ExtensionContext, FetchRequest, LogLevel, PageApi, WorkerApi } from './protocol.ts';
import { createActions } from './actions.ts';
import { CrashBoundary, toReport } from './crash-boundary.tsx';
import type { Remote } from './remote.ts';
import { toResponse } from './response.ts';

type Extend = (render: (api: { context: ExtensionContext; actions: unknown }) => React.ReactElement) => void;
type Scope = Record<string, unknown> & {
  importScripts: (url: string) => void;
  addEventListener: Worker['addEventListener'];
  postMessage: Worker['postMessage'];
};

/** The page runs each card in a worker of its own. The names set on `self` are those the extension's package reads while it is loaded. */
const scope = self as unknown as Scope;
const endpoint = createEndpoint<PageApi>(self as unknown as Worker);
// The package types `call` by a promise of the whole answer type; `Remote` says the same per method.
const page = endpoint.call as unknown as Remote<PageApi>;

const log = (level: LogLevel) => (data: unknown) => void page.log(level, String(data));

const start = (bundleUrl: string, context: ExtensionContext): void => {
  const actions = createActions(page);
  let extended = false;
  const extend: Extend = (render) => {
    extended = true;
    const channel = ((type: number, ...args: unknown[]) => page.receive(type, ...args)) as RemoteChannel;
    const root = createRemoteRoot(channel, { strict: false });
    RemoteUI.createRoot(root).render(
      <CrashBoundary report={(crash) => void page.crashed(crash)}>
        {render({ context, actions })}
      </CrashBoundary>,
    );
    void root.mount();
  };
  Object.assign(scope, {
    React,
    RemoteUI,
    __HUBSPOT_EXTENSION_WORKER__: true,
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    hsFetch: async (url: string | URL, options: Omit<FetchRequest, 'url'> = {}) =>
      toResponse(await page.hsFetch({ ...options, url: String(url) })),
    extend_V2: extend,
  });
  try {
    scope.importScripts(bundleUrl);
    if (!extended) throw new Error('The bundle was loaded but never called hubspot.extend().');
  } catch (error) {
    void page.crashed(toReport(error));
  }
};

const api: WorkerApi = { start };
endpoint.expose(api);
