import { useCallback, useEffect, useRef, useState } from 'react';

export type Data<Value> = {
  value: Value | null;
  failure: string | null;
  loading: boolean;
  reload: () => void;
  put: (value: Value) => void;
};

/** Reads when the key changes or on demand. What is on the screen stays while it is read again; late answers are dropped. */
export const useData = <Value>(key: string, read: () => Promise<Value>): Data<Value> => {
  const [state, setState] = useState<{
    key: string;
    value: Value | null;
    failure: string | null;
    loading: boolean;
  }>({
    key,
    value: null,
    failure: null,
    loading: true,
  });
  const turn = useRef(0);
  const current = useRef(read);
  current.current = read;
  const reload = useCallback(() => {
    turn.current += 1;
    const mine = turn.current;
    const settle = (value: Value | null, failure: string | null) => {
      if (mine !== turn.current) return;
      setState((before) => ({
        key,
        value: value ?? (before.key === key ? before.value : null),
        failure,
        loading: false,
      }));
    };
    setState((before) => ({ ...before, loading: true }));
    current.current().then(
      (value) => {
        settle(value, null);
      },
      (failure: unknown) => {
        settle(null, failure instanceof Error ? failure.message : String(failure));
      },
    );
  }, [key]);
  useEffect(reload, [reload]);
  const put = useCallback(
    (value: Value) => {
      setState({ key, value, failure: null, loading: false });
    },
    [key],
  );
  return { value: state.value, failure: state.failure, loading: state.loading, reload, put };
};
