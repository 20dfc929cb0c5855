import { useContext, useEffect, useRef, useState } from 'react';
import { FormContext } from './field.tsx';

type Draft<Value> = { value: Value; edit: (value: Value) => void };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The value of an input while a person edits it. The extension answers from the worker, a little later: an answer that
 * only repeats what was typed before must not throw away what was typed since.
 */
export const useDraft = <Value>(given: Value | undefined, initial: Value, name?: string): Draft<Value> => {
  const [value, setValue] = useState<Value>(given ?? initial);
  const sent = useRef<Value[]>([]);
  const known = useRef(given);
  const form = useContext(FormContext);
  useEffect(() => {
    if (same(given, known.current)) return;
    known.current = given;
    const echo = sent.current.findIndex((one) => same(one, given));
    if (echo >= 0) {
      sent.current.splice(0, echo + 1);
      return;
    }
    sent.current = [];
    setValue(given ?? initial);
  });
  useEffect(() => {
    if (name !== undefined) form?.set(name, value);
  }, [form, name, value]);
  return {
    value,
    edit: (next) => {
      sent.current = [...sent.current, next].slice(-50);
      setValue(next);
    },
  };
};
