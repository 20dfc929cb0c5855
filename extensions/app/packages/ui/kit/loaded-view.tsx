import type { ReactNode } from 'react';
import { LoadingSpinner } from '@hubspot/ui-extensions';
import type { Loaded } from './loaded.ts';
import { ErrorNotice } from './error-notice.tsx';

type Props<Value> = {
  loaded: Loaded<Value>;
  /** "Reading the templates": what is being waited for. */
  label: string;
  retry: () => void;
  children: (value: Value) => ReactNode;
};

/** Loading, failed or there. What is there stays visible while it is read again, and when that fails. */
export const LoadedView = <Value,>({ loaded, label, retry, children }: Props<Value>) => (
  <>
    <ErrorNotice error={loaded.error} onRetry={retry} />
    {loaded.value !== null ? (
      children(loaded.value)
    ) : loaded.error === null ? (
      <LoadingSpinner label={label} showLabel layout="centered" />
    ) : null}
  </>
);
