import { createContext, useContext } from 'react';
import type { Place } from './navigation.ts';

/** Going from one place of the page to another, and telling it that something changed. */
export type Navigation = { go: (place: Place) => void; refresh: () => void };

export const PlaceContext = createContext<Navigation>({ go: () => undefined, refresh: () => undefined });
export const useNavigation = (): Navigation => useContext(PlaceContext);
