import { createHmac, randomBytes } from 'node:crypto';
import type { Sealing } from '../../platform/secrets/sealing.ts';
import { Secret } from '../../platform/secrets/secret.ts';
import { done, later, type JobEnd } from '../../platform/jobs/job-end.ts';
import { cardError } from '../../platform/card-errors.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { AlertKeyView, AlertTestView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { changeSettings, readSettings } from '../access/change-settings.ts';
import { checkAddress, reachOf } from '../../platform/outbound/safe-address.ts';

const alertOwner = (portalId: number): string => `alerts:${String(portalId)}`;
/** Given up after so many tries, over about an hour. */
const mostAttempts = 8;

/**
 * `t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`, the form that Stripe made common. The time is signed, so
 * that a receiver can refuse an old alert that is sent to it again.
 */
const signAlert = (key: Secret, body: string, at: Date): string => {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const mark = createHmac('sha256', key.reveal()).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mark}`;
};

const deliver = async (
  deps: Pick<Deps, 'db' | 'now' | 'post' | 'sealing' | 'settings'>,
  portalId: number,
  alert: { id: string; body: string },
): Promise<{ sent: boolean; again: boolean; text: string }> => {
  const { alerts, alertKey } = await readSettings(deps.db, portalId);
  if (alerts.webhookUrl === null) return { sent: false, again: false, text: 'No address is set.' };
  const allowed = await checkAddress(alerts.webhookUrl, reachOf(deps.settings.publicOrigin));
  if (!allowed.ok) return { sent: false, again: true, text: allowed.failure };
  const signature =
    alertKey === null
      ? {}
      : {
          'dealdraft-signature': signAlert(openKey(deps.sealing, portalId, alertKey), alert.body, deps.now()),
        };
  const answer = await deps.post(alerts.webhookUrl, {
    body: alert.body,
    headers: { 'content-type': 'application/json', 'dealdraft-alert': alert.id, ...signature },
  });
  if ('failure' in answer) return { sent: false, again: true, text: answer.failure };
  const sent = answer.status >= 200 && answer.status < 300;
  return { sent, again: !sent, text: `The address answered ${String(answer.status)}.` };
};

const openKey = (sealing: Sealing, portalId: number, sealed: string): Secret =>
  sealing.open(sealed, alertOwner(portalId));

/** Job `alert.send`: tells the owner's address one change of state. An address that does not answer is tried again, and given up in the end. */
export const sendAlert = async (
  deps: Deps,
  { portalId, alertId }: { portalId: number; alertId: string },
): Promise<JobEnd> => {
  const alert = await deps.db.alert.findFirst({ where: { id: alertId, portalId, state: 'waiting' } });
  if (alert === null) return done;
  const { sent, again, text } = await deliver(deps, portalId, alert);
  const attempts = alert.attempts + 1;
  const over = sent || !again || attempts >= mostAttempts;
  await deps.db.alert.updateMany({
    where: { id: alertId, portalId },
    data: {
      attempts,
      text,
      ...(over ? { state: sent ? 'sent' : 'failed', endedAt: deps.now() } : {}),
    },
  });
  if (over) return done;
  const afterMs = Math.min(1_000 * 4 ** attempts, 900_000);
  return later(afterMs, `the alert was not taken: ${text}`);
};

/** Sends a test at once, and says what came back. */
export const testAlert = async (deps: Deps, { portalId, by }: Admin): Answer<AlertTestView> => {
  const settings = await readSettings(deps.db, portalId);
  if (settings.alerts.webhookUrl === null)
    return fail(cardError.notPossible('Enter an address for alerts and save it first.'));
  const body = JSON.stringify({ type: 'test', portalId, at: deps.now().toISOString(), by });
  const { sent, text } = await deliver(deps, portalId, {
    id: `test-${randomBytes(6).toString('hex')}`,
    body,
  });
  return ok({
    delivered: sent,
    message: sent ? `The test arrived. ${text}` : `The test did not arrive. ${text}`,
  });
};

/** Makes the key that alerts are signed with. It is shown this once. */
export const makeAlertKey = async (deps: Deps, { portalId, by }: Admin): Answer<AlertKeyView> => {
  const key = new Secret(`dda_${randomBytes(24).toString('base64url')}`);
  return changeSettings<AlertKeyView>(deps.db, portalId, async (tx, settings) => {
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'alert_key_made',
      subject: 'Alerts',
      text: 'Made a new key for signing alerts',
      changes: [{ path: 'alertKey', before: settings.alertKeyMask, after: key.mask }],
    });
    const alertKey = deps.sealing.seal(key, alertOwner(portalId));
    return { next: { ...settings, alertKey, alertKeyMask: key.mask }, outcome: ok({ key: key.reveal() }) };
  });
};
