import type { SweepRun } from '../../platform/database/generated/client.ts';
import type { SpotDraftClient } from '../../spotdraft/client.ts';
import type { VendorFailure } from '../../platform/vendor-failure.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { RepairKind } from '@dealdraft/wire/operations.ts';
import type { Deps } from '../deps.ts';
import type { Position } from './position.ts';

/** One thing that a sweep put right, in words for an admin. */
export type Repair = { kind: RepairKind; contractId: string | null; text: string };

export type PageDone = {
  checked: number;
  calls: number;
  repairs: Repair[];
  /** Where the same step goes on; null when it is through. */
  next: Position | null;
  /** Contracts whose change no webhook had told. */
  untold?: readonly number[];
  /** What the run's record should say beside its numbers. */
  message?: string;
};

export type SweepAround = {
  deps: Deps;
  run: SweepRun;
  spotdraft: SpotDraftClient;
  signal: AbortSignal;
};

/** A page of a step. Fails only when SpotDraft does not answer: the page is then done again. */
export type StepPage<Where extends Position> = (
  around: SweepAround,
  position: Where,
) => Promise<Result<PageDone, VendorFailure>>;

export const pageSize = 100;
