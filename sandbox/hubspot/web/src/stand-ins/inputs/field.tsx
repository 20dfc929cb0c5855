import { createContext, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { cx } from '../base/class-names.ts';
import { Glyph } from '../base/icons.tsx';
import { Bubble } from '../base/tooltip.tsx';

export type FieldProps = {
  label?: string | undefined;
  required?: boolean | undefined;
  description?: string | undefined;
  tooltip?: string | undefined;
  error?: boolean | undefined;
  validationMessage?: string | undefined;
  testId?: string | undefined;
};

/** What the control inside a field needs for its label and messages. */
export type FieldIds = {
  control: string;
  label: string;
  described: { 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true };
};

/** Inputs tell the form around them their values by this. */
export const FormContext = createContext<{ set: (name: string, value: unknown) => void } | null>(null);

/** Label, tooltip, description and message around one control, tied to it by id. */
export const Field = (props: FieldProps & { children: (ids: FieldIds) => ReactNode; group?: boolean }) => {
  const {
    label,
    required = false,
    description,
    tooltip,
    error = false,
    validationMessage,
    group = false,
  } = props;
  const base = useId();
  const ids = { control: `${base}-control`, label: `${base}-label` };
  const describedBy = [
    description === undefined || description === '' ? null : `${base}-description`,
    validationMessage === undefined || validationMessage === '' ? null : `${base}-message`,
  ].filter((id) => id !== null);
  const described = {
    ...(describedBy.length === 0 ? {} : { 'aria-describedby': describedBy.join(' ') }),
    ...(error ? { 'aria-invalid': true as const } : {}),
    ...(required && !group ? { 'aria-required': true as const } : {}),
  };
  const labelText = (
    <>
      {label}
      {required ? (
        <span className="hs-field__required" aria-hidden="true">
          *
        </span>
      ) : null}
    </>
  );
  return (
    <div className={cx('hs-field', error && 'hs-field--error')} data-testid={props.testId}>
      {label === undefined || label === '' ? null : (
        <div className="hs-field__label">
          {group ? (
            <span id={ids.label}>{labelText}</span>
          ) : (
            <label id={ids.label} htmlFor={ids.control}>
              {labelText}
            </label>
          )}
          {tooltip === undefined ? null : <Hint text={tooltip} />}
        </div>
      )}
      {description === undefined || description === '' ? null : (
        <div id={`${base}-description`} className="hs-field__description">
          {description}
        </div>
      )}
      {props.children({ ...ids, described })}
      {validationMessage === undefined || validationMessage === '' ? null : (
        <div
          id={`${base}-message`}
          className={cx('hs-field__message', !error && 'hs-field__message--good')}
          {...(error ? { role: 'alert' } : {})}
        >
          {validationMessage}
        </div>
      )}
    </div>
  );
};

/** The small “i” after a label. */
const Hint = ({ text }: { text: string }) => {
  const anchor = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState(false);
  const id = useId();
  const show = (next: boolean) => () => {
    setShown(next);
  };
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="hs-hint"
        aria-label="More information"
        aria-describedby={shown ? id : undefined}
        onMouseEnter={show(true)}
        onMouseLeave={show(false)}
        onFocus={show(true)}
        onBlur={show(false)}
      >
        <Glyph name="info" />
      </button>
      <Bubble id={id} shown={shown} anchor={anchor} placement="top">
        {text}
      </Bubble>
    </>
  );
};
