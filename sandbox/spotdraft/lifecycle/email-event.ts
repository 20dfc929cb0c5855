import type { Core } from '../state/core.ts';
import type { Contract } from '../state/model.ts';
import type { Activity } from '../webhooks/activities.ts';
import { record } from './record.ts';

/** Something an email provider reported about one recipient. `occured_at` is SpotDraft's spelling. */
export function emailEvent(
  core: Core,
  contract: Contract,
  activity: Activity,
  recipient: string,
  mode: 'to' | 'cc',
): void {
  const data = { recipient_email: recipient, email_mode: mode, occured_at: core.clock.stamp() };
  record(core, contract, { activity, extra: { email_event_data: data } });
}
