import type { Logger } from 'pino';
import type { Priority } from '../platform/vendor-limits/budget.ts';
import type { Database } from '../platform/database/client.ts';
import type { HubSpotClient } from '../hubspot/client.ts';
import type { Enqueue } from '../platform/jobs/jobs.ts';
import type { SpotDraftClient } from '../spotdraft/client.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { PropertyDefinitions } from '../hubspot/property-definitions.ts';

export type NotConnected = { kind: 'not_connected'; message: string };

/** Clients for the portal's two vendors, each bound to its budget. Reading a deleted portal's secrets is a failure, not a throw. */
export type Vendors = {
  hubspot: (portalId: number, priority: Priority) => Promise<Result<HubSpotClient, NotConnected>>;
  spotdraft: (workspaceId: string, priority: Priority) => Promise<Result<SpotDraftClient, NotConnected>>;
};

export type Settings = {
  /** After an unclear answer to a creation: waits between one look for the contract and the next. */
  lookUpDelaysMs: readonly number[];
  hubspotAppId: number;
  /** SpotDraft's limit for one workspace: by it the end of a queue is estimated. */
  spotdraftPerSecond: number;
};

/** What the use cases are given. Built once, in the composition root. */
export type Deps = {
  db: Database;
  enqueue: Enqueue;
  vendors: Vendors;
  definitions: PropertyDefinitions;
  settings: Settings;
  now: () => Date;
  log: Logger;
};
