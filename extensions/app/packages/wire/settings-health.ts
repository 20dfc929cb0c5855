import { z } from 'zod';
import type { ProblemView } from './card.ts';
import type { Environment } from './settings-connections.ts';

/** Whether all is well, and what to do when it is not. */
export const vendors = ['spotdraft', 'hubspot'] as const;
export type Light = 'well' | 'attention' | 'broken';

/** `GET /health` */
export type HealthView = {
  state: Light;
  /** One sentence: "All is well", or the worst of what is not. */
  text: string;
  at: string;
  hubspot: { state: Light; text: string; lastCallAt: string | null };
  workspaces: {
    workspaceId: string;
    name: string;
    environment: Environment;
    state: Light;
    text: string;
    lastWebhookAt: string | null;
    lastSweepAt: string | null;
    lastSweepText: string | null;
    lastCallAt: string | null;
  }[];
  queue: {
    state: Light;
    waiting: number;
    /** How long the oldest job that is due has waited. */
    oldestMs: number | null;
    deadLetters: number;
    text: string;
    kinds: { job: string; label: string; waiting: number; oldestMs: number | null }[];
  };
  writeBack: {
    state: Light;
    /** Deals whose properties are not yet what they should be. */
    waiting: number;
    parked: number;
    lagMs: number | null;
    lastWrittenAt: string | null;
    text: string;
  };
  /** Calls of the last full window against the vendor's limit. */
  budgets: { key: string; label: string; used: number; limit: number; windowMs: number }[];
  problems: { open: number; admin: number };
  /** In the last 24 hours. */
  deliveries: { received: number; applied: number; failed: number; unreadable: number; pending: number };
};

/** `GET /problems?state=open|cleared&kind=&before=`: newest first, 50 a page. */
export type ProblemsView = {
  problems: AdminProblem[];
  before: string | null;
  kinds: { kind: string; title: string; count: number }[];
};
export type AdminProblem = Omit<ProblemView, 'detail'> & {
  id: string;
  kind: string;
  /** The same fault in several deals or times. */
  count: number;
  lastSeenAt: string;
  clearedAt: string | null;
  clearedBy: string | null;
  acknowledged: { by: string; at: string } | null;
  deal: { id: string; name: string | null } | null;
  contract: { id: string; name: string; link: string | null } | null;
  workspace: { id: string; name: string } | null;
  /** What `retry` would do; null where nothing can be tried again. */
  retry: string | null;
  detail: string | null;
  /** For whoever runs the service: where to look first. */
  operator: string;
  /** The facts that the sentences were made of. */
  context: { name: string; value: string }[];
};
/** `POST /problems/:problemId/acknowledge` and `POST /problems/:problemId/retry` */
export type ProblemActed = { problem: AdminProblem; message: string };

export const deliveryOutcomes = [
  'pending',
  'applied',
  'noted',
  'late',
  'verify',
  'adopted',
  'not_ours',
  'ignored',
  'unreadable',
  'failed',
] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

/** `GET /deliveries?source=&outcome=&activity=&search=&from=&to=&before=`: newest first, 50 a page. `search`: a deal's or contract's id, or part of a contract's name. */
export type DeliveriesView = {
  deliveries: DeliveryRow[];
  before: string | null;
  outcomes: { id: DeliveryOutcome; label: string }[];
};
export type DeliveryRow = {
  id: string;
  source: (typeof vendors)[number];
  workspaceName: string | null;
  activity: string | null;
  receivedAt: string;
  outcome: DeliveryOutcome;
  outcomeLabel: string;
  outcomeText: string | null;
  repeats: number;
  attempts: number;
  processedAt: string | null;
  dealId: string | null;
  contract: { id: string; name: string } | null;
};
/** `GET /deliveries/:deliveryId`: `body` as it came, as text; cut after 200,000 characters. */
export type DeliveryView = DeliveryRow & {
  headers: { name: string; value: string }[];
  body: string;
  bodyCut: boolean;
  bytes: number;
  canReplay: boolean;
  /** Why it cannot be replayed. */
  replayReason: string | null;
};
/** `POST /deliveries/replay`: those named, or all that the filter finds (`wholeFilter`), oldest first. */
export const replayRequest = z
  .object({
    ids: z.array(z.uuid()).max(500).default([]),
    wholeFilter: z
      .object({
        source: z.enum(vendors).optional(),
        outcome: z.enum(deliveryOutcomes).optional(),
        from: z.iso.datetime({ offset: true }).optional(),
        to: z.iso.datetime({ offset: true }).optional(),
      })
      .optional(),
  })
  .refine(({ ids, wholeFilter }) => ids.length > 0 || wholeFilter !== undefined, {
    message: 'Name the deliveries, or a filter that finds them.',
  });
export type ReplayRequest = z.input<typeof replayRequest>;
export type ReplayAccepted = { replayed: number };

/** `GET /sweeps?workspaceId=&before=`: newest first, 50 a page. */
export type SweepsView = {
  sweeps: {
    id: string;
    workspaceId: string;
    workspaceName: string;
    cause: string;
    startedAt: string;
    endedAt: string | null;
    state: 'running' | 'done' | 'failed';
    read: number;
    repaired: number;
    text: string;
    repairs: { contractId: string | null; text: string }[];
  }[];
  before: string | null;
};
/** `POST /sweeps`: looks at every change since `since` (default: since the last sweep). */
export const sweepRequest = z.object({
  workspaceId: z.uuid(),
  since: z.iso.datetime({ offset: true }).optional(),
});
export type SweepAccepted = { started: true };

/** `GET /dead-letters?before=`: jobs that were given up, newest first, 50 a page. */
export type DeadLettersView = {
  jobs: {
    id: string;
    job: string;
    label: string;
    failedAt: string;
    message: string;
    dealId: string | null;
    contractId: string | null;
    payload: string;
  }[];
  before: string | null;
  total: number;
};
/** `POST /dead-letters/redrive`: puts them back to work. `POST /dead-letters/delete`: gives them up for good. */
export const deadLetterRequest = z.object({ ids: z.array(z.uuid()).min(1).max(500) });
export type DeadLetterAnswer = { done: number };

/** `GET /calls?vendor=&failed=true&before=`: our own log of calls to both vendors, 50 a page. */
export type CallsView = {
  calls: {
    id: string;
    at: string;
    vendor: (typeof vendors)[number];
    workspaceName: string | null;
    operation: string;
    method: string;
    path: string;
    status: number | null;
    result: string;
    ms: number;
  }[];
  before: string | null;
};

/**
 * Orphans. `POST /orphans/scan` starts one, `GET /orphans/scan` shows the last (or null); poll while `running`.
 * `GET /orphans/contracts?search=&offset=` and `GET /orphans/deals?search=&offset=` page through what it found.
 */
export const orphanScanRequest = z.object({
  workspaceId: z.uuid(),
  pipelineId: z.string().min(1).max(100),
  /** Deals in these stages should have a contract. */
  stageIds: z.array(z.string().min(1).max(100)).min(1).max(50),
  /** Contracts made before are left out; 365 days unless told. */
  days: z.number().int().min(1).max(3_650).default(365),
});
export type OrphanScanView = {
  scanId: string;
  state: 'running' | 'done' | 'failed';
  startedAt: string;
  startedBy: string;
  workspaceId: string;
  workspaceName: string;
  pipelineId: string;
  stageIds: string[];
  /** "Read 1,200 contracts and 340 deals." */
  text: string;
  contracts: number;
  deals: number;
  /** Only so many of each kind are kept. */
  cut: boolean;
  pollAfterMs: number | null;
};
export type OrphanMatch = { score: number; reasons: string[] };
export type OrphanContractsView = {
  contracts: {
    spotdraftId: string;
    workspaceId: string;
    name: string;
    statusLabel: string;
    counterparty: string | null;
    value: string | null;
    createdAt: string;
    link: string | null;
    /** Best first. */
    matches: (OrphanMatch & { dealId: string; dealName: string })[];
  }[];
  total: number;
  offset: number;
};
export type OrphanDealsView = {
  deals: {
    dealId: string;
    name: string;
    stageLabel: string;
    amount: string | null;
    company: string | null;
    matches: (OrphanMatch & { spotdraftId: string; workspaceId: string; contractName: string })[];
  }[];
  total: number;
  offset: number;
};
/** `POST /orphans/link`: as the card's link, but by an admin. */
export const orphanLinkRequest = z.object({
  workspaceId: z.uuid(),
  spotdraftId: z.string().regex(/^[HT]-\d+$/),
  dealId: z.string().regex(/^\d{1,20}$/),
});
export type OrphanLinkRequest = z.input<typeof orphanLinkRequest>;
export type OrphanLinked = { contractId: string };
/** `POST /orphans/dismiss`: this contract or deal is meant to stand alone; later scans leave it out. */
export const orphanDismissRequest = z.union([
  z.object({ workspaceId: z.uuid(), spotdraftId: z.string().regex(/^[HT]-\d+$/) }),
  z.object({ dealId: z.string().regex(/^\d{1,20}$/) }),
]);
export type OrphanDismissRequest = z.input<typeof orphanDismissRequest>;
export type OrphanDismissed = { dismissed: true };
