import { randomBytes } from 'node:crypto';
import type { Core } from '../state/core.ts';
import { faultSchema } from '../state/faults.ts';
import type { Fault, FaultInput } from '../state/faults.ts';
import type { CallLog, CallStats, LoggedCall } from '../../kit/call-log.ts';
import type { RateWindow } from '../../kit/rate-window.ts';
import { act } from './act.ts';
import type { ActInput, ActResult } from './act.ts';
import { seedState } from '../seed/seed.ts';
import type { Contract, Delivery, SandboxState, WorkspaceName } from '../state/model.ts';
import { changeTemplate } from './change-template.ts';
import type { TemplateChange } from './change-template.ts';

interface Truth {
  contracts: Contract[];
  deliveries: Delivery[];
}

interface SandboxStats extends CallStats {
  /** The most calls of one workspace that came within one second, refused ones included. */
  maxInOneSecond: number;
}

/** What tests and the demo may do to the sandbox that no API caller can; the HTTP control API offers the same. */
export interface SandboxControl {
  truth(): Truth;
  stats(): SandboxStats;
  /** The latest API calls with bodies and answers, for checks against the specification. */
  calls(): LoggedCall[];
  /** Does what a person would do in SpotDraft's app or by email. */
  act(input: ActInput): ActResult;
  addFault(fault: FaultInput): { id: number };
  /** Takes a fault away, or all; revoked credentials and a rotated HMAC key stay changed. */
  clearFaults(id?: number): void;
  faults(): { id: number; fault: Fault; hits: number }[];
  /** Switches a webhook on again, as a person can in the settings. Events raised meanwhile are not made up for. */
  enableWebhook(id: number): boolean;
  /** Edits a template as its owner would: rename, add or remove a question, archive it. */
  changeTemplate(workspace: WorkspaceName, templateId: number, change: TemplateChange): boolean;
  /** Resolves when no webhook's first attempt is under way. */
  idle(): Promise<void>;
  /** Back to the seeded state, without faults. */
  reset(): void;
}

export interface ControlParts {
  core: Core;
  log: CallLog;
  window: RateWindow;
}

export function createControl({ core, log, window }: ControlParts): SandboxControl {
  return {
    truth: () => ({ contracts: [...core.state.contracts.values()], deliveries: core.state.deliveries }),
    stats: () => ({ ...log.stats(), maxInOneSecond: window.busiest().arrived }),
    calls: log.recent,
    act: (input) => act(core, input),
    addFault(input) {
      const fault = faultSchema.parse(input);
      if (fault.kind === 'revoke-credentials' || fault.kind === 'rotate-hmac')
        replaceSecrets(core, fault.kind, fault.workspace);
      return { id: core.faults.add(fault) };
    },
    clearFaults: (id) => core.faults.clear(id),
    faults: () => core.faults.list(),
    enableWebhook(id) {
      const webhook = Object.values(core.state.workspaces)
        .flatMap((one) => one.webhooks)
        .find((one) => one.id === id);
      if (!webhook) return false;
      Object.assign(webhook, { status: 'ACTIVE', consecutiveFailures: 0 });
      core.changed();
      return true;
    },
    changeTemplate(workspace, templateId, change) {
      const template = core.state.workspaces[workspace].templates.find((one) => one.id === templateId);
      if (!template) return false;
      changeTemplate(template, change);
      core.changed();
      return true;
    },
    idle: () => core.dispatcher.idle(),
    reset() {
      replaceState(core.state, seedState());
      core.faults.clear();
      log.reset();
      window.reset();
      core.changed();
    },
  };
}

/** Puts another state into the same object, so that everyone who holds it sees the change. */
function replaceState(state: SandboxState, next: SandboxState): void {
  state.workspaces = next.workspaces;
  state.counters = next.counters;
  state.deliveries.splice(0, state.deliveries.length, ...next.deliveries);
  state.contracts.clear();
  for (const [id, contract] of next.contracts) state.contracts.set(id, contract);
}

function replaceSecrets(
  core: Core,
  kind: 'revoke-credentials' | 'rotate-hmac',
  only: WorkspaceName | undefined,
): void {
  for (const workspace of Object.values(core.state.workspaces)) {
    if (only !== undefined && only !== workspace.name) continue;
    if (kind === 'rotate-hmac') workspace.hmacKey = randomBytes(64).toString('base64');
    else workspace.clientSecret = `sd-sandbox-rotated-${randomBytes(8).toString('hex')}`;
  }
  core.changed();
}
