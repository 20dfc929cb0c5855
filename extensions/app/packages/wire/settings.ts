/** What the settings page and the service say to each other; `routes` says at which address. */
export * from './settings-access.ts';
export * from './settings-connections.ts';
export * from './settings-health.ts';
export * from './settings-mapping.ts';
export type { ReplayPreview } from './operations.ts';
