/** One line of a module, replaced when a process of the chaos run loads it. The product itself has no switch for tests. */
export type SourceChange = {
  /** End of the module's path. */
  module: string;
  from: string;
  to: string;
};

/**
 * Waits that are right for real vendors, shortened so that a run fits into seconds. Their order stays as it is: a lease
 * outlives its renewals, a heartbeat the pauses between two, and a look-up window the longest answer.
 */
export const pace: readonly SourceChange[] = [
  {
    module: 'pg-boss/dist/attorney.js',
    from: 'config.heartbeatSeconds >= 10',
    to: 'config.heartbeatSeconds >= 2',
  },
  { module: 'src/platform/jobs/job-kind.ts', from: 'heartbeatSeconds: 15', to: 'heartbeatSeconds: 2' },
  { module: 'src/platform/jobs/job-kind.ts', from: 'retryDelayMax: 300', to: 'retryDelayMax: 2' },
  {
    module: 'src/platform/jobs/jobs.ts',
    from: 'superviseIntervalSeconds: 5',
    to: 'superviseIntervalSeconds: 1',
  },
  { module: 'src/platform/jobs/jobs.ts', from: 'monitorIntervalSeconds: 5', to: 'monitorIntervalSeconds: 1' },
  { module: 'src/platform/jobs/leases.ts', from: 'const leaseMs = 20_000', to: 'const leaseMs = 2_500' },
  { module: 'src/platform/jobs/leases.ts', from: 'const renewMs = 5_000', to: 'const renewMs = 600' },
  {
    module: 'src/platform/jobs/after-failure.ts',
    from: 'throttled: { afterMs: 1_000',
    to: 'throttled: { afterMs: 300',
  },
  {
    module: 'src/platform/jobs/after-failure.ts',
    from: 'locked: { afterMs: 2_000',
    to: 'locked: { afterMs: 300',
  },
  {
    module: 'src/platform/jobs/after-failure.ts',
    from: 'unreachable: { afterMs: 15_000',
    to: 'unreachable: { afterMs: 500',
  },
  {
    module: 'src/platform/jobs/after-failure.ts',
    from: 'unavailable: { afterMs: 15_000',
    to: 'unavailable: { afterMs: 500',
  },
  {
    module: 'src/features/inbox/apply-delivery.ts',
    from: 'const creationGraceMs = 20_000',
    to: 'const creationGraceMs = 2_500',
  },
  {
    module: 'src/features/contracts/actions/act-on-contract.ts',
    from: 'const verifyAfterMs = 2_500',
    to: 'const verifyAfterMs = 700',
  },
  {
    module: 'src/features/wake/wake-drift.ts',
    from: 'const driftAfterMs = 2_000',
    to: 'const driftAfterMs = 300',
  },
  {
    module: 'src/features/automation/tasks/ask-contract.ts',
    from: 'const waitMs = 15_000',
    to: 'const waitMs = 500',
  },
  {
    module: 'src/features/automation/workflow-actions/report-executions.ts',
    from: 'const standAsideMs = 5_000',
    to: 'const standAsideMs = 700',
  },
  { module: 'src/spotdraft/transport/transport.ts', from: 'options.timeoutMs ?? 20_000', to: '1_200' },
  { module: 'src/spotdraft/calls/download.ts', from: 'headersMs: 20_000', to: 'headersMs: 1_500' },
  { module: 'src/hubspot/transport/transport.ts', from: 'options.timeoutMs ?? 10_000', to: '1_500' },
  { module: 'src/hubspot/calls/files.ts', from: 'timeoutMs: 60_000', to: 'timeoutMs: 2_000' },
  {
    module: 'src/features/contracts/documents/write-once.ts',
    from: 'const longestWriteMs = 60_000',
    to: 'const longestWriteMs = 2_000',
  },
];

/** What holds the promises together, each taken away by itself: a run without one must find something wrong. */
export const safeguards = {
  'look-up': [
    {
      module: 'src/features/contracts/create/create-contract.ts',
      from: 'isOpen: request.attempts > 0,',
      to: 'isOpen: request.attempts > 1_000,',
    },
  ],
  'dedupe-key': [
    {
      module: 'src/spotdraft/inbound/webhook-event.ts',
      from: 'export const dedupeKey = (event: SpotDraftEvent): string => {',
      to: 'export const dedupeKey = (event: SpotDraftEvent): string => { if (event.activity !== "") return crypto.randomUUID();',
    },
  ],
  'expected-state': [
    {
      module: 'src/features/contracts/status/change-status.ts',
      from: 'where: { id, portalId, status: contract.status, statusMicros: contract.statusMicros },',
      to: 'where: { id, portalId },',
    },
  ],
  'transactional-enqueue': [
    { module: 'src/platform/jobs/jobs.ts', from: '{ db: fromPrisma(tx) }', to: '{}' },
    {
      module: 'src/features/inbox/intake.ts',
      from: 'FROM "stored" WHERE "isNew" GROUP BY',
      to: 'FROM "stored" WHERE false GROUP BY',
    },
    {
      // The work is enqueued after the commit, which a process does not always live to do: here less often than a run kills one.
      module: 'src/features/inbox/intake.ts',
      from: 'const isNew = new Map(',
      to: `if (Math.random() < 0.2) setTimeout(() => void statements.run({ ...statement, name: 'late', text: \`WITH \${enqueueParts('inbox.apply', \`
        SELECT DISTINCT "portalId" || ':' || "scope" AS "key", jsonb_build_object('portalId', "portalId", 'scopeId', "scope") AS "payload"
        FROM "delivery" WHERE "outcome" = 'pending' AND NOT "alone"\`)} SELECT 1 FROM "told" WHERE false\` }, []).catch(() => undefined), 1_500); const isNew = new Map(`,
    },
  ],
  'hash-compare': [
    {
      module: 'src/features/deals/write-deals.ts',
      from: `CASE WHEN p."desiredHash" = w.hash AND p."dirtySince" = w.since::timestamptz THEN NULL`,
      to: 'CASE WHEN TRUE THEN NULL',
    },
    {
      // HubSpot takes its time, and the deal moves on meanwhile.
      module: 'src/features/deals/write-deals.ts',
      from: 'await markWritten(deps, portalId, written);',
      to: 'await new Promise((resolve) => setTimeout(resolve, 1_000)); await markWritten(deps, portalId, written);',
    },
  ],
  'commit-before-answer': [
    {
      module: 'src/features/inbox/spotdraft-webhook.ts',
      from: 'const outcome = await acceptSpotDraftDelivery(',
      // A process that dies between the two, more often than a run can kill one.
      to: 'response.json({ ok: true }); if (Math.random() < 0.1) return; const outcome = await acceptSpotDraftDelivery(',
    },
  ],
  'set-lock': [
    {
      module: 'src/features/inbox/apply-set.ts',
      from: 'ORDER BY "id" FOR UPDATE`;',
      to: 'ORDER BY "id"`;',
    },
    {
      module: 'src/features/inbox/apply-set.ts',
      from: 'AND c."status" = w."judgedStatus" AND c."statusMicros" = w."judgedMicros"`;',
      to: '`;',
    },
    {
      module: 'src/features/inbox/apply-set.ts',
      from: 'await storeEvents(tx, folded);',
      to: 'await new Promise((resolve) => setTimeout(resolve, 1_200)); await storeEvents(tx, folded);',
    },
  ],
} as const satisfies Record<string, readonly SourceChange[]>;

export type Safeguard = keyof typeof safeguards;
export const safeguardNames = Object.keys(safeguards) as Safeguard[];
