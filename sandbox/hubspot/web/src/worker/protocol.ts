/** What the page and the worker of one card say to each other. Functions cross as proxies that answer promises. */

export type ExtensionContext = Record<string, unknown> & { location: string };

export type FetchRequest = {
  url: string;
  method?: string;
  body?: unknown;
  timeout?: number;
  headers?: Record<string, string>;
};
export type FetchAnswer = { status: number; body: string; contentType: string };

export type PropertyValues = Record<string, string | null>;

export type AlertRequest = { type?: string; message: string; title?: string };
export type IframeRequest = { uri: string; height: number; width: number; title?: string; flush?: boolean };
export type CrashReport = { message: string; stack: string };
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Exposed by the page. */
export type PageApi = {
  receive: (type: number, ...args: unknown[]) => void;
  crashed: (report: CrashReport) => void;
  log: (level: LogLevel, text: string) => void;
  hsFetch: (request: FetchRequest) => Promise<FetchAnswer>;
  fetchCrmProperties: (names: string[]) => Promise<PropertyValues>;
  /** `changed` is called after an edit of the record on the page. */
  watchProperties: (names: string[] | '*', changed: (changedNames: string[]) => void) => void;
  addAlert: (alert: AlertRequest) => void;
  refreshObjectProperties: () => void;
  openIframeModal: (request: IframeRequest, onClose?: () => void) => void;
  closeOverlay: (id: string) => void;
  copyTextToClipboard: (text: string) => Promise<void>;
};

/** Exposed by the worker. */
export type WorkerApi = {
  start: (bundleUrl: string, context: ExtensionContext) => void;
};
