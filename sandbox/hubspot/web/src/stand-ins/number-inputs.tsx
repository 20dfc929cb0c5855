import { useState } from 'react';
import type { CurrencyInputProps, NumberInputProps, StepperInputProps } from '@hubspot/ui-extensions';
import { useEnvironment } from './environment.tsx';
import type { FieldProps } from './field.tsx';
import { Field } from './field.tsx';
import { fire } from './fire.ts';
import { Glyph } from './icons.tsx';
import { currencyDigits, currencySign, readNumber, showNumber } from './number-text.ts';
import { useDraft } from './use-draft.ts';

type CoreProps = FieldProps & {
  name: string;
  given: number | undefined;
  initial: number | undefined;
  bounds: { min?: number | undefined; max?: number | undefined; precision?: number | undefined };
  readOnly: boolean;
  placeholder: string | undefined;
  align: 'left' | 'right';
  before?: string | undefined;
  after?: string | undefined;
  step?: number | undefined;
  ends?: { min: string | undefined; max: string | undefined };
  onChange: ((value: number) => void) | undefined;
  onInput?: ((value: number) => void) | undefined;
  onBlur: ((value: number) => void) | undefined;
  onFocus: ((value: number) => void) | undefined;
};

/** A number typed as text in the user's own notation; it becomes a number when the field is left. */
const NumberCore = (props: CoreProps) => {
  const { bounds, readOnly, step } = props;
  const { locale } = useEnvironment();
  const draft = useDraft<number | null>(props.given, props.initial ?? null, props.name);
  const [typing, setTyping] = useState<string | null>(null);
  const shown = draft.value === null ? '' : showNumber(draft.value, locale, bounds.precision);
  const commit = (next: number | null) => {
    setTyping(null);
    if (next === draft.value) return;
    draft.edit(next);
    // An emptied field is reported too; there is no number for it but NaN.
    fire(props.onChange, next ?? Number.NaN);
  };
  const bump = (by: number) => () => {
    const next = (draft.value ?? 0) + by;
    commit(readNumber(showNumber(next, 'en-US'), 'en-US', bounds));
  };
  const atMin = bounds.min !== undefined && draft.value !== null && draft.value <= bounds.min;
  const atMax = bounds.max !== undefined && draft.value !== null && draft.value >= bounds.max;
  return (
    <Field {...props}>
      {(ids) => (
        <div className="hs-number">
          {step === undefined ? null : (
            <button
              type="button"
              className="hs-number__step"
              aria-label="Decrease"
              disabled={readOnly || atMin}
              title={atMin ? props.ends?.min : undefined}
              onClick={bump(-step)}
            >
              <Glyph name="minus" />
            </button>
          )}
          {props.before === undefined ? null : <span className="hs-number__sign">{props.before}</span>}
          <input
            {...ids.described}
            id={ids.control}
            className="hs-input"
            inputMode="decimal"
            name={props.name}
            placeholder={props.placeholder}
            readOnly={readOnly}
            style={{ textAlign: props.align }}
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
          {props.after === undefined ? null : <span className="hs-number__sign">{props.after}</span>}
          {step === undefined ? null : (
            <button
              type="button"
              className="hs-number__step"
              aria-label="Increase"
              disabled={readOnly || atMax}
              title={atMax ? props.ends?.max : undefined}
              onClick={bump(step)}
            >
              <Glyph name="add" />
            </button>
          )}
        </div>
      )}
    </Field>
  );
};

const shared = (props: NumberInputProps | CurrencyInputProps | StepperInputProps) => ({
  ...fieldOf(props),
  name: props.name,
  given: props.value,
  initial: props.defaultValue,
  readOnly: props.readOnly ?? false,
  placeholder: props.placeholder,
  onChange: props.onChange,
  onBlur: props.onBlur,
  onFocus: props.onFocus,
});

const fieldOf = (props: FieldProps): FieldProps => ({
  label: props.label,
  required: props.required,
  description: props.description,
  tooltip: props.tooltip,
  error: props.error,
  validationMessage: props.validationMessage,
  testId: props.testId,
});

export const NumberInput = (props: NumberInputProps) => (
  <NumberCore
    {...shared(props)}
    onInput={props.onInput}
    bounds={{ min: props.min, max: props.max, precision: props.precision }}
    align={props.textAlign ?? 'left'}
    after={props.formatStyle === 'percentage' ? '%' : undefined}
  />
);

export const CurrencyInput = (props: CurrencyInputProps) => {
  const { locale, currency } = useEnvironment();
  const code = props.currency ?? currency;
  return (
    <NumberCore
      {...shared(props)}
      bounds={{ min: props.min, max: props.max, precision: props.precision ?? currencyDigits(code) }}
      align="right"
      before={currencySign(code, locale)}
    />
  );
};

export const StepperInput = (props: StepperInputProps) => (
  <NumberCore
    {...shared(props)}
    bounds={{ min: props.min, max: props.max, precision: props.precision }}
    align="left"
    step={props.stepSize ?? 1}
    ends={{ min: props.minValueReachedTooltip, max: props.maxValueReachedTooltip }}
    after={props.formatStyle === 'percentage' ? '%' : undefined}
  />
);
