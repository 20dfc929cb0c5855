import { useMemo, useRef } from 'react';
import type { FormProps } from '@hubspot/ui-extensions';
import { FormContext } from './field.tsx';
import { fire, plainEvent } from './fire.ts';
import { useEnvironment } from './environment.tsx';

/** Gathers the values of the named inputs inside it and hands them over on submit. */
export const Form = ({ children, onSubmit, autoComplete = 'on', testId }: FormProps) => {
  const values = useRef<Record<string, unknown>>({});
  const { overlays } = useEnvironment();
  const link = useMemo(
    () => ({
      set: (name: string, value: unknown) => {
        values.current[name] = value;
      },
    }),
    [],
  );
  return (
    <FormContext.Provider value={link}>
      <form
        className="hs-form"
        autoComplete={autoComplete}
        noValidate
        data-testid={testId}
        onSubmit={(event) => {
          event.preventDefault();
          // The field with the focus has not been committed yet.
          if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
          const submitted = {
            ...plainEvent(event),
            targetValue: { ...values.current } as Record<string, string>,
          };
          fire(onSubmit, submitted, overlays.reactions);
        }}
      >
        {children}
      </form>
    </FormContext.Provider>
  );
};
