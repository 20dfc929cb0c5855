import { useCallback, useEffect } from 'react';
import type { Envelope } from '@dealdraft/wire/card.ts';
import { useLoaded } from './use-loaded.ts';
import type { Loaded } from './loaded.ts';

/** Reads once, and again whenever the question changes or somebody asks; what is there stays visible meanwhile. */
export const useRead = <Value>(
  question: () => Promise<Envelope<Value>>,
  on: readonly unknown[],
): [Loaded<Value>, () => void] => {
  const [loaded, load] = useLoaded<Value>();
  const key = JSON.stringify(on);
  const read = useCallback(() => void load(question, { keep: true }), [key, load]);
  useEffect(read, [read]);
  return [loaded, read];
};
