import type { Db } from '../../platform/database/client.ts';
import { writeAudit } from '../history/write-audit.ts';

type Try = { portalId: number; by: string; name: string; baseUrl: string };

/** Written before credentials are sent anywhere, so that they leave a trace also where the try fails or never ends. */
export const noteTry = (db: Db, { portalId, by, name, baseUrl }: Try): Promise<void> =>
  writeAudit(db, {
    portalId,
    who: by,
    action: 'workspace_tried',
    subject: name,
    text: `Tried the credentials of “${name}” at ${baseUrl}`,
  });
