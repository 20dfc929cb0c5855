import { createContext, useContext, useSyncExternalStore } from 'react';
import type { PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import type { Found, PropertyKeeper } from './property-keeper.ts';
import type { PropertyLabel } from './rule-words.ts';
import { usePaused } from '../../parts/use-paused.ts';

export const PropertiesContext = createContext<PropertyKeeper | null>(null);

const useKeeper = (): PropertyKeeper => {
  const keeper = useContext(PropertiesContext);
  if (keeper === null) throw new Error('The editor is rendered without the account’s properties.');
  useSyncExternalStore(keeper.subscribe, keeper.version);
  return keeper;
};

export const useDefinition = (object: RecordObject, name: string): PropertyDefinition | null | undefined =>
  useKeeper().definition(object, name);

export const usePropertySearch = (object: RecordObject, text: string): Found & { retry: () => void } => {
  const keeper = useKeeper();
  const paused = usePaused(text.trim());
  return {
    ...keeper.search(object, paused),
    retry: () => {
      keeper.retry(object, paused);
    },
  };
};

/** Labels of properties for sentences; the internal name until the label is known. */
export const usePropertyLabel = (): PropertyLabel => {
  const keeper = useKeeper();
  return (object, name) => keeper.definition(object as RecordObject, name)?.label ?? name;
};
