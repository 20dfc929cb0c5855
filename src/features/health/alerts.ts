import { randomUUID } from 'node:crypto';
import { cardError } from '../../platform/card-errors.ts';
import { postWebhook, type WebhookEndpoint } from '../../platform/outbound/send-webhook.ts';
import { newWebhookKey } from '../../platform/outbound/webhook-signature.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { AlertKeyView, AlertTestView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { changeSettings, readSettings } from '../access/change-settings.ts';

export const alertOwner = (portalId: number): string => `alerts:${String(portalId)}`;
/** Where an account's alerts go. An account that has made no key gets them unsigned. */
export const alertEndpoint = async (
  { db, sealing }: Pick<Deps, 'db' | 'sealing'>,
  portalId: number,
): Promise<WebhookEndpoint | null> => {
  const { alerts, alertKey } = await readSettings(db, portalId);
  if (alerts.webhookUrl === null) return null;
  const keys = alertKey === null ? [] : [sealing.open(alertKey, alertOwner(portalId))];
  return { url: alerts.webhookUrl, keys };
};

/** Sends a test at once, and says what came back. */
export const testAlert = async (deps: Deps, { portalId, by }: Admin): Answer<AlertTestView> => {
  const endpoint = await alertEndpoint(deps, portalId);
  if (endpoint === null) return fail(cardError.notPossible('Enter an address for alerts and save it first.'));
  const body = JSON.stringify({ type: 'test', portalId, at: deps.now().toISOString(), by });
  const { taken, text } = await postWebhook(deps, endpoint, { id: randomUUID(), body });
  return ok({
    delivered: taken,
    message: taken ? `The test arrived. ${text}` : `The test did not arrive. ${text}`,
  });
};

/** Makes the key that alerts are signed with. It is shown this once. */
export const makeAlertKey = async (deps: Deps, { portalId, by }: Admin): Answer<AlertKeyView> => {
  const key = newWebhookKey();
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
