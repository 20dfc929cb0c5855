import type { Db } from '../../platform/database/client.ts';
import type { Deps } from '../deps.ts';

/** What became of one of HubSpot's events, as the inbox shows it. */
export type Outcome = { outcome: 'applied' | 'ignored' | 'noted'; text: string };
export type Around = Deps & { tx: Db };

/** Edits come in bursts, one event per field: the comparison with the deal waits until they are through. */
export const driftAfterMs = 2_000;
