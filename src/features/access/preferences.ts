import { cardError } from '../../platform/card-errors.ts';
import type { PortalSettings } from './portal-settings.ts';
import type { Db } from '../../platform/database/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Preferences, PreferencesView, Saving } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { changeSettings, readSettings } from './change-settings.ts';
import { checkAddress, reachOf } from '../../platform/outbound/safe-address.ts';
import { valueChanges } from '../history/value-changes.ts';

const preferencesOf = ({
  blockSendingOnDrift,
  whoMayGenerate,
  whoMayAct,
  alerts,
}: PortalSettings): Preferences => ({ blockSendingOnDrift, whoMayGenerate, whoMayAct, alerts });

export const preferencesView = async (db: Db, portalId: number): Answer<PreferencesView> => {
  const [settings, last] = await Promise.all([
    readSettings(db, portalId),
    db.outgoingWebhook.findFirst({
      where: { portalId, target: 'alert' },
      orderBy: { createdAt: 'desc' },
    }),
  ]);
  return ok({
    revision: settings.revision,
    preferences: preferencesOf(settings),
    alertKeyMask: settings.alertKeyMask,
    lastAlert:
      last === null
        ? null
        : {
            at: (last.endedAt ?? last.createdAt).toISOString(),
            state: last.state,
            text: last.text ?? '',
          },
  });
};

/** Keeps the preferences unless somebody else changed them since they were read. */
export const savePreferences = async (
  deps: Pick<Deps, 'db' | 'now' | 'settings'>,
  { portalId, by }: Admin,
  wish: { revision: number; preferences: Preferences },
): Answer<Saving<Preferences>> => {
  const { webhookUrl } = wish.preferences.alerts;
  if (webhookUrl !== null) {
    const allowed = await checkAddress(webhookUrl, reachOf(deps.settings.publicOrigin));
    if (!allowed.ok)
      return fail({
        ...cardError.notPossible(`Alerts cannot be sent there: ${allowed.failure}`),
        code: 'invalid',
        fields: [
          { target: 'preferences.alerts.webhookUrl', label: 'Alert address', message: allowed.failure },
        ],
      });
  }
  return changeSettings<Saving<Preferences>>(deps.db, portalId, async (tx, settings) => {
    const before = preferencesOf(settings);
    if (wish.revision !== settings.revision)
      return {
        next: null,
        outcome: ok({
          kind: 'conflict' as const,
          theirs: {
            content: before,
            revision: settings.revision,
            by: settings.changedBy ?? 'Somebody else',
            at: settings.changedAt ?? deps.now().toISOString(),
          },
        }),
      };
    const savedAt = deps.now().toISOString();
    const changes = valueChanges(before, wish.preferences);
    const next = {
      ...settings,
      ...wish.preferences,
      revision: settings.revision + 1,
      changedBy: by,
      changedAt: savedAt,
    };
    if (changes.length > 0)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'preferences_changed',
        subject: 'Preferences',
        text: `Changed ${changes.map(({ path }) => path).join(', ')}`,
        changes,
      });
    return { next, outcome: ok({ kind: 'saved' as const, revision: next.revision, savedAt }) };
  });
};
