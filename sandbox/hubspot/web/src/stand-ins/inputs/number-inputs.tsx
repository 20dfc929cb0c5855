import { useState } from 'react';
import type { NumberInputProps } from '@hubspot/ui-extensions';
import { useEnvironment } from '../base/environment.tsx';
import { Field } from './field.tsx';
import { fire } from '../base/fire.ts';
import { readNumber, showNumber } from '../base/number-text.ts';
import { useDraft } from './use-draft.ts';

/** A number typed as text in the user's own notation; it becomes a number when the field is left. */
export const NumberInput = (props: NumberInputProps) => {
  const { min, max, precision, name, textAlign = 'left', readOnly = false } = props;
  const bounds = { min, max, precision };
  const { locale } = useEnvironment();
  const draft = useDraft<number | null>(props.value, props.defaultValue ?? null, name);
  const [typing, setTyping] = useState<string | null>(null);
  const shown = draft.value === null ? '' : showNumber(draft.value, locale, precision);
  const commit = (next: number | null) => {
    setTyping(null);
    if (next === draft.value) return;
    draft.edit(next);
    // An emptied field is reported too; there is no number for it but NaN.
    fire(props.onChange, next ?? Number.NaN);
  };
  return (
    <Field {...props}>
      {(ids) => (
        <div className="hs-number">
          <input
            {...ids.described}
            id={ids.control}
            className="hs-input"
            inputMode="decimal"
            name={name}
            placeholder={props.placeholder}
            readOnly={readOnly}
            style={{ textAlign }}
            value={typing ?? shown}
            onChange={(event) => {
              setTyping(event.currentTarget.value);
              const number = readNumber(event.currentTarget.value, locale);
              if (number !== null) fire(props.onInput, number);
            }}
            onFocus={() => {
              fire(props.onFocus, draft.value ?? Number.NaN);
            }}
            onBlur={() => {
              const next = typing === null ? draft.value : readNumber(typing, locale, bounds);
              commit(next);
              fire(props.onBlur, next ?? Number.NaN);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typing !== null) commit(readNumber(typing, locale, bounds));
            }}
          />
          {props.formatStyle === 'percentage' ? <span className="hs-number__sign">%</span> : null}
        </div>
      )}
    </Field>
  );
};
