import type { Db } from '../../platform/database/client.ts';
import type { Deps } from '../deps.ts';

/** What became of one of HubSpot's events, as the inbox shows it. */
export type Outcome = { outcome: 'applied' | 'ignored' | 'noted'; text: string };
export type Around = Deps & { tx: Db };
