import type { Random } from '../../kit/random.ts';
import type { FaultPlan } from './faults.ts';
import type { AssociationType, CrmRecord, Portal, SandboxState } from './model.ts';

/** One thing that happened to a record, before it is known who subscribed to it. */
export type CrmEvent =
  | { kind: 'propertyChange'; record: CrmRecord; propertyName: string; propertyValue: string }
  | { kind: 'creation' | 'deletion' | 'privacyDeletion' | 'restore'; record: CrmRecord }
  /** `record` is the new one. */
  | { kind: 'merge'; record: CrmRecord; primaryId: string; mergedIds: string[]; propertiesMoved: number }
  | {
      kind: 'associationChange';
      record: CrmRecord;
      to: CrmRecord;
      associationType: string;
      associationTypeId: number;
      associationCategory: AssociationType['category'];
      removed: boolean;
      primary: boolean;
    };

/** What every operation of the sandbox may use. */
export interface Core {
  state: SandboxState;
  random: Random;
  faults: FaultPlan;
  now(): Date;
  /** The sandbox's own origin, for links it hands out. */
  origin(): string;
  /** Where the app's service listens. */
  appOrigin(): string;
  /** The origin under which the app is known to HubSpot: this one is signed. */
  publicAppOrigin(): string;
  extensionsDir: string;
  publish(portal: Portal, event: CrmEvent, source: { type: string; id: string | null }): void;
  changed(): void;
}

/** The next number of a kind; starts after the seed's. */
export function nextNumber(state: SandboxState, counter: string, start: number): number {
  const next = (state.counters[counter] ?? start) + 1;
  state.counters[counter] = next;
  return next;
}
