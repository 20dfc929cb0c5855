import type { Caller } from './call.ts';

export type SettingsApi = { caller: Caller };
