import { accessRoutes } from './access.ts';
import { accountRoutes } from './account.ts';
import { automationRoutes } from './automation.ts';
import { connectionRoutes } from './connections.ts';
import { deliveryRoutes, healthRoutes, orphanRoutes, sweepRoutes } from './health.ts';
import { templateRoutes } from './templates.ts';

/** All that the settings page asks for. Answers are HTTP 200 with an `Envelope`, as for the card. */
export const settingsRoutes = {
  ...accessRoutes,
  ...accountRoutes,
  ...connectionRoutes,
  ...templateRoutes,
  ...automationRoutes,
  ...healthRoutes,
  ...deliveryRoutes,
  ...sweepRoutes,
  ...orphanRoutes,
};
export type SettingsRoutes = typeof settingsRoutes;
