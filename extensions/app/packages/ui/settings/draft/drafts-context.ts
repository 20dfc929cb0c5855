import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { Draft } from './draft-state.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import type { DraftStore, Theirs } from './draft-store.ts';

export const DraftsContext = createContext<DraftKeeper | null>(null);

export const useDrafts = (): DraftKeeper => {
  const keeper = useContext(DraftsContext);
  if (keeper === null) throw new Error('There is nowhere to keep drafts.');
  return keeper;
};

export const useDraft = (store: DraftStore<Mapping>): Draft<Mapping, Theirs<Mapping>> =>
  useSyncExternalStore(store.subscribe, store.draft);
