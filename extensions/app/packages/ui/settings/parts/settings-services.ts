import { createContext, useContext } from 'react';
import type { SettingsRoutes } from '@dealdraft/wire/routes/settings.ts';
import type { Host, Services } from '../../kit/host.tsx';

export type SettingsServices = Services<SettingsRoutes> & {
  host: Host;
  /** Who looks at the page, as HubSpot says. */
  userEmail: string;
};

export const SettingsContext = createContext<SettingsServices | null>(null);

export const useSettings = (): SettingsServices => {
  const services = useContext(SettingsContext);
  if (services === null) throw new Error('The settings are rendered without their services.');
  return services;
};
