import { createContext, useContext, useSyncExternalStore } from 'react';
import type { OverlayRegistry } from './overlay-registry.ts';
import { createOverlayRegistry } from './overlay-registry.ts';

/** A record's values with labels, for the components that show CRM data by themselves. */
export type CrmSource = {
  portalId: number;
  objectTypeId: string;
  objectId: string;
  labelOf: (name: string) => string;
  show: (name: string, value: string | null) => string;
  stages: { id: string; label: string }[];
};

export type CardEnvironment = {
  locale: string;
  currency: string;
  overlays: OverlayRegistry;
  navigate: (to: string) => void;
  crm: CrmSource | null;
};

const standalone: CardEnvironment = {
  locale: 'en-US',
  currency: 'USD',
  overlays: createOverlayRegistry(),
  navigate: (to) => {
    location.assign(to);
  },
  crm: null,
};

export const EnvironmentContext = createContext<CardEnvironment>(standalone);
export const useEnvironment = (): CardEnvironment => useContext(EnvironmentContext);

export const useOverlayOpen = (id: string): boolean => {
  const { overlays } = useEnvironment();
  return useSyncExternalStore(overlays.subscribe, () => overlays.isOpen(id));
};
