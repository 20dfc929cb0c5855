import { workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import type { Contract } from '../state/model.ts';
import type { Activity } from '../webhooks/activities.ts';
import { activityPayload, system } from '../webhooks/payload.ts';
import type { Performer } from '../webhooks/payload.ts';

export interface Happening {
  activity: Activity;
  by?: Performer;
  extra?: Record<string, unknown>;
  note?: string;
}

/** Writes an activity into the contract's timeline and tells the webhooks; returns the activity's time stamp. */
export function record(core: Core, contract: Contract, happening: Happening): string {
  const { activity, by = system, extra = {}, note } = happening;
  const at = core.clock.stamp();
  contract.updatedAt = at;
  contract.timeline.push({ activity, at, by, ...(note === undefined ? {} : { note }) });
  const workspace = workspaceOf(core, contract);
  core.dispatcher.publish(
    workspace,
    activity,
    activityPayload(workspace, contract, { activity, by, at, extra }),
    contract,
  );
  core.changed();
  return at;
}

/** A change without a webhook, as SpotDraft makes on hold and resume: only the clock of last update moves. */
export function touch(core: Core, contract: Contract, note: string, by: Performer = system): string {
  const at = core.clock.stamp();
  contract.updatedAt = at;
  contract.timeline.push({ activity: note, at, by });
  core.changed();
  return at;
}
