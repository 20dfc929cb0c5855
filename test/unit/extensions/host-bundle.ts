import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { RemoteRoot } from '@remote-ui/core';
import { createRemoteRoot } from '@remote-ui/core';
import * as RemoteUI from '@remote-ui/react';
import * as React from 'react';
import type { ReactElement } from 'react';

type Extend = (build: (given: { context: unknown; actions: unknown }) => ReactElement) => void;
type Node = { kind?: unknown; text?: string; children?: readonly Node[] };

const textOf = (node: Node): string =>
  node.text ?? (node.children ?? []).map(textOf).join(' ').replaceAll(/\s+/g, ' ');

const ignore = (): void => undefined;
const actions = {
  addAlert: ignore,
  closeOverlay: ignore,
  copyTextToClipboard: () => Promise.resolve(),
  openIframeModal: ignore,
  refreshObjectProperties: ignore,
  onCrmPropertiesUpdate: ignore,
};
const context = {
  location: 'crm.record.sidebar',
  crm: { objectId: 901, objectTypeId: '0-3' },
  user: { locale: 'en-us' },
  portal: { id: 42, timezone: 'Europe/Berlin' },
  variables: { API_ORIGIN: 'https://api.example.com' },
};

/** Loads a built bundle with only the globals that HubSpot's worker has. Nothing of Node is within its reach. */
export const hostBundle = (file: string, answer: (url: string) => unknown): { text: () => string } => {
  const root: RemoteRoot = createRemoteRoot(ignore, { strict: false });
  const extend: Extend = (build) => {
    RemoteUI.createRoot(root).render(build({ context, actions }));
    root.mount().catch(ignore);
  };
  const worker: Record<string, unknown> = {
    React,
    RemoteUI,
    crypto,
    URL,
    setTimeout: ignore,
    clearTimeout: ignore,
    extend_V2: extend,
    hsFetch: (url: string) =>
      Promise.resolve({
        status: 200,
        text: () => Promise.resolve(JSON.stringify({ ok: true, data: answer(url) })),
      }),
    hsWorkerAPI: {},
    logger: console,
    __HUBSPOT_EXTENSION_WORKER__: true,
  };
  worker['self'] = worker;
  runInContext(readFileSync(file, 'utf8'), createContext(worker));
  return { text: () => textOf(root as unknown as Node) };
};
