import { createContext, useContext, useSyncExternalStore } from 'react';
import type { OverlayRegistry } from './overlay-registry.ts';
import { createOverlayRegistry } from './overlay-registry.ts';

export type CardEnvironment = {
  locale: string;
  overlays: OverlayRegistry;
};

const standalone: CardEnvironment = {
  locale: 'en-US',
  overlays: createOverlayRegistry(),
};

export const EnvironmentContext = createContext<CardEnvironment>(standalone);
export const useEnvironment = (): CardEnvironment => useContext(EnvironmentContext);

export const useOverlayOpen = (id: string): boolean => {
  const { overlays } = useEnvironment();
  return useSyncExternalStore(overlays.subscribe, () => overlays.isOpen(id));
};
