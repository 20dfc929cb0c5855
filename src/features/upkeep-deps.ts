import type { WorkspaceParts } from './connections/connect-workspace.ts';
import type { Deps } from './deps.ts';

/** How the service looks after itself; all times in milliseconds. */
export type UpkeepSettings = {
  /** How often what is due is looked for. */
  tickMs: number;
  /** From one sweep of a workspace to the next. */
  sweepEveryMs: number;
  /** A sweep reads again so much of the window before it, for what became visible late. */
  overlapMs: number;
  /** The end of what a sweep reads as a closed window: SpotDraft's clock may be so far from ours. */
  clockMarginMs: number;
  /** How far the first sweep of a workspace looks back. */
  firstWindowMs: number;
  /** An open contract that nobody has verified for so long is asked about. */
  staleAfterMs: number;
  /** Without a delivery for so long, while contracts are open, a workspace is swept out of turn. */
  silenceMs: number;
  /** How long SpotDraft may take to send a notice that it was asked for. */
  probeMs: number;
  /** Work that has waited for so long without a job has lost it. */
  forgottenMs: number;
  deliveryRetentionDays: number;
  callRetentionDays: number;
};

export type UpkeepDeps = Deps & { upkeep: UpkeepSettings; parts: WorkspaceParts };
