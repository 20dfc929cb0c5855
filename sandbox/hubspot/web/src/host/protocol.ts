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

export type HookOptions = {
  propertiesToFormat?: string[] | 'all';
  formattingOptions?: {
    date?: { format?: string; relative?: boolean };
    dateTime?: { format?: string; relative?: boolean };
    currency?: { addSymbol?: boolean };
  };
};
export type PropertyValues = Record<string, string | null>;

export type AssociationsRequest = {
  toObjectType: string;
  properties?: string[];
  pageLength?: number;
  offset?: number;
};
export type SearchRequest = {
  objectType: string;
  properties?: string[];
  query?: string;
  filterGroups?: unknown[];
  sorts?: unknown[];
  pageLength?: number;
  after?: string;
};
export type FormatRequest = {
  propertiesList: PropertyValues[];
  objectType: string;
  formattingOptions?: HookOptions['formattingOptions'];
};

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
  fetchCrmProperties: (names: string[], options?: HookOptions) => Promise<PropertyValues>;
  /** `changed` is called after an edit of the record on the page or a refresh; the answer is the id to give up with. */
  watchProperties: (
    names: string[] | '*',
    only: 'edits' | 'all',
    changed: (changedNames: string[]) => void,
  ) => Promise<number>;
  unwatchProperties: (id: number) => void;
  fetchAssociations: (request: AssociationsRequest) => Promise<unknown>;
  fetchCrmSearch: (request: SearchRequest) => Promise<unknown>;
  formatCrmProperties: (request: FormatRequest) => Promise<PropertyValues[]>;
  addAlert: (alert: AlertRequest) => void;
  reloadPage: () => void;
  refreshObjectProperties: () => void;
  openIframeModal: (request: IframeRequest, onClose?: () => void) => void;
  closeOverlay: (id: string) => void;
  copyTextToClipboard: (text: string) => Promise<void>;
  navigateToPage: (options: { to: string; params?: Record<string, string> }) => void;
};

/** Exposed by the worker. */
export type WorkerApi = {
  start: (bundleUrl: string, context: ExtensionContext) => void;
};
