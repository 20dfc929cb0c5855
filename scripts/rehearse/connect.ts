import { randomBytes } from 'node:crypto';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { ConnectParts } from './connect-parts.ts';
import { connectHubSpot, openApp } from './connect-hubspot.ts';
import { connectSpotDraft } from './connect-spotdraft.ts';
import { openListener } from './open-listener.ts';
import type { Parts } from './parts/step.ts';

/** Opens both sides by a harmless read each, or says in a sentence what to do. Nothing is written. */
export async function connect(parts: ConnectParts): Promise<Result<Partial<Parts>, string>> {
  const { credentials, options } = parts;
  const mark = `DealDraft rehearsal ${randomBytes(3).toString('hex')}`;
  const app = openApp(parts);
  const hubspot = await connectHubSpot(parts, { mark, app });
  if (!hubspot.ok) return hubspot;
  const spotdraft = await connectSpotDraft(parts, mark);
  if (!spotdraft.ok) return spotdraft;
  const listener = await openListener(parts);
  if (!listener.ok) return listener;
  const { HUBSPOT_REFRESH_TOKEN: refreshToken, HUBSPOT_REFRESH_TOKEN_TO_REVOKE: refreshTokenToRevoke } =
    credentials;
  const { email, executed, requiredStage } = options;
  return ok(
    given({
      hubspot: hubspot.value,
      app,
      refreshToken,
      refreshTokenToRevoke,
      spotdraft: spotdraft.value,
      listener: listener.value,
      email,
      executed,
      requiredStage,
    }),
  );
}

/** Only what's there: a step looks by the key. */
function given(parts: { [Key in keyof Parts]: Parts[Key] | null | undefined }): Partial<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value != null)) as Partial<Parts>;
}
