import type { Clock } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { Contract, SandboxState, User, Workspace } from './model.ts';
import type { Dispatcher } from '../webhooks/dispatcher.ts';

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
