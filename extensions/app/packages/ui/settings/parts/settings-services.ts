import { createContext, useContext } from 'react';
import type { Clock } from '../../card/base/card-services.ts';
import type { SettingsCall } from '../../kit/service/call.ts';

/** What HubSpot's page does for the settings. */
export type SettingsHost = {
  alert: (type: 'success' | 'info' | 'warning' | 'danger', message: string) => void;
  copy: (text: string) => Promise<void>;
  openFrame: (uri: string, title: string) => void;
  closeOverlay: (id: string) => void;
};

export type SettingsServices = {
  call: SettingsCall;
  host: SettingsHost;
  clock: Clock;
  newKey: () => string;
  locale: string;
  portalId: number;
  hubspotOrigin: string;
  apiOrigin: string;
  /** Who looks at the page, as HubSpot says. */
  userEmail: string;
};

export const SettingsContext = createContext<SettingsServices | null>(null);

export const useSettings = (): SettingsServices => {
  const services = useContext(SettingsContext);
  if (services === null) throw new Error('The settings are rendered without their services.');
  return services;
};
