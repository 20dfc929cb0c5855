import { useEffect, useMemo, useState } from 'react';
import { createController, createRemoteReceiver, RemoteRenderer } from '@remote-ui/react/host';
import type { RemoteReceiver } from '@remote-ui/core';
import { createEndpoint, fromWebWorker } from '@remote-ui/rpc';
import { EnvironmentContext } from '../stand-ins/base/environment.tsx';
import { LoadingSpinner } from '../stand-ins/base/loading-spinner.tsx';
import { createOverlayRegistry } from '../stand-ins/base/overlay-registry.ts';
import { standIns } from '../stand-ins/registry.ts';
import { CardCrash, HostBoundary } from './card-crash.tsx';
import { IframeModal } from './iframe-modal.tsx';
import type { CardPage } from './page-api.ts';
import { createPageApi } from './page-api.ts';
import type { CrashReport, ExtensionContext, IframeRequest, PageApi, WorkerApi } from '../worker/protocol.ts';

type Props = {
  bundleUrl: string;
  context: ExtensionContext;
  page: Omit<CardPage, 'openFrame' | 'closeOverlay' | 'crashed'>;
  locale: string;
};

const controller = createController(standIns as unknown as Parameters<typeof createController>[0]);

type Frame = { request: IframeRequest; onClose: () => void };

/** Runs one bundle in a worker of its own and draws what it sends. A new bundle or context starts a new worker. */
export const CardHost = ({ bundleUrl, context, page, locale }: Props) => {
  const [receiver, setReceiver] = useState<RemoteReceiver | null>(null);
  const [mounted, setMounted] = useState(false);
  const [crash, setCrash] = useState<CrashReport | null>(null);
  const [frame, setFrame] = useState<Frame | null>(null);
  const [attempt, setAttempt] = useState(0);
  const overlays = useMemo(() => createOverlayRegistry(), []);
  useEffect(() => {
    setCrash(null);
    setMounted(false);
    const fresh = createRemoteReceiver();
    const stopWaiting = fresh.on('mount', () => {
      setMounted(true);
    });
    setReceiver(fresh);
    const full: CardPage = {
      ...page,
      crashed: setCrash,
      closeOverlay: overlays.close,
      openFrame: (request, onClose) => {
        setFrame({ request, onClose });
      },
    };
    const stop = startWorker({ bundleUrl, context, page: full, receiver: fresh });
    return () => {
      stopWaiting();
      stop();
    };
    // The page object is made anew with every render; what it says is fixed for one record and user.
  }, [bundleUrl, context, attempt]);
  const environment = useMemo(() => ({ locale, overlays }), [locale, overlays]);
  const closeFrame = () => {
    frame?.onClose();
    setFrame(null);
  };
  if (crash !== null) {
    return (
      <CardCrash
        report={crash}
        restart={() => {
          setAttempt(attempt + 1);
        }}
      />
    );
  }
  return (
    <EnvironmentContext.Provider value={environment}>
      {!mounted || receiver === null ? (
        <LoadingSpinner label="Loading the card" layout="centered" />
      ) : (
        <HostBoundary report={setCrash}>
          <RemoteRenderer receiver={receiver} controller={controller} />
        </HostBoundary>
      )}
      {frame === null ? null : <IframeModal request={frame.request} close={closeFrame} />}
    </EnvironmentContext.Provider>
  );
};

type Run = { bundleUrl: string; context: ExtensionContext; page: CardPage; receiver: RemoteReceiver };

const startWorker = ({ bundleUrl, context, page, receiver }: Run): (() => void) => {
  const worker = new Worker(new URL('../worker/worker.tsx', import.meta.url), { name: bundleUrl });
  const endpoint = createEndpoint<WorkerApi>(fromWebWorker(worker));
  const { api, stop } = createPageApi(page, receiver.receive as unknown as PageApi['receive']);
  endpoint.expose(api as unknown as Record<string, (...args: unknown[]) => unknown>);
  worker.addEventListener('error', (event) => {
    page.crashed({ message: event.message, stack: `${event.filename}:${String(event.lineno)}` });
  });
  void endpoint.call.start(new URL(bundleUrl, location.href).href, context);
  return () => {
    stop();
    endpoint.terminate();
    worker.terminate();
  };
};
