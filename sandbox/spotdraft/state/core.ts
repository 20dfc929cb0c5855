import type { Clock } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { Contract, SandboxState, User, Workspace } from './model.ts';

export interface Dispatcher {
  /** Sends an activity to every active webhook of the workspace that asked for it. */
  publish(workspace: Workspace, activity: string, payload: object, contract?: Contract): void;
  /** Sends a contract's last call again, byte for byte. */
  resendLast(workspace: Workspace, contract: Contract): void;
  /** Takes up deliveries that a restart interrupted. */
  resume(): void;
  /** Resolves when no first attempt is under way or held back. Retries that wait for their time are not waited for. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** What every part of the sandbox works with. */
export interface Core {
  state: SandboxState;
  clock: Clock;
  faults: FaultPlan;
  dispatcher: Dispatcher;
  /** Documents the strictness of slashes, id forms and unknown filters; see the reference's documented conflicts. */
  strict: boolean;
  /** Where the sandbox can be reached, for links. */
  origin(): string;
  /** Told after every change of state, so that it can be kept. */
  changed(): void;
}

export const workspaceOf = (core: Core, contract: Contract): Workspace =>
  core.state.workspaces[contract.workspace];

export const userById = (workspace: Workspace, id: number): User | undefined =>
  workspace.users.find((one) => one.id === id);

/** The composite id that most paths want. */
export const compositeId = (contract: Contract): string => `${contract.prefix}-${contract.id}`;

/** The page for people, where SpotDraft's own app would be. */
export const contractLink = (core: Core, contract: Contract): string =>
  `${core.origin()}/contracts/v2/${contract.id}`;

const counterStarts: Record<string, number> = { contract: 19_588, webhook: 510, signatory: 143_475 };

/** The next number for a kind of thing; unique over the whole sandbox, as numbers are in the real product. */
export function nextNumber(state: SandboxState, kind: string): number {
  const next = (state.counters[kind] ?? counterStarts[kind] ?? 1000) + 1;
  state.counters[kind] = next;
  return next;
}
