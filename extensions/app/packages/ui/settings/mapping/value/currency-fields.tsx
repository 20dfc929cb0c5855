import type { Transform } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';
import { Fields } from '../../../kit/layout.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import type { StepProps } from './rounding-fields.tsx';
import { Decimals, RoundingChoice } from './rounding-fields.tsx';

type Rounded = Extract<Transform, { kind: 'currency' }>;
type InCurrency = Rounded | Extract<Transform, { kind: 'moneyInWords' }>;

/** Which currency an amount is in, and how it is rounded. */
export const CurrencyFields = ({ name, step, onChange }: StepProps<Rounded>) => (
  <>
    <CurrencyOnly name={name} step={step} onChange={onChange} />
    <Fields>
      <Decimals name={name} step={step} onChange={onChange} />
      <RoundingChoice name={name} step={step} onChange={onChange} />
    </Fields>
  </>
);

/** Which currency an amount is in. */
export const CurrencyOnly = ({ name, step, onChange }: StepProps<InCurrency>) => {
  const { currency } = step;
  const kind = currency === 'deal' ? 'deal' : typeof currency === 'string' ? 'fixed' : 'property';
  return (
    <>
      <Choice
        name={`${name}-currency`}
        label="Currency"
        value={kind}
        options={[
          { value: 'deal', label: 'The deal’s' },
          { value: 'fixed', label: 'Always the same' },
          { value: 'property', label: 'From a deal property' },
        ]}
        onChange={(next) => {
          onChange({
            ...step,
            currency:
              next === 'deal' ? 'deal' : next === 'fixed' ? 'EUR' : { property: 'deal_currency_code' },
          });
        }}
      />
      {kind === 'fixed' ? (
        <TextField
          name={`${name}-code`}
          label="Currency code"
          description="Three letters, such as EUR"
          value={String(currency)}
          fault={/^[A-Z]{3}$/.test(String(currency)) ? null : 'Three capital letters.'}
          onChange={(code) => {
            onChange({ ...step, currency: code.toUpperCase() });
          }}
        />
      ) : null}
      {typeof currency === 'object' ? (
        <TextField
          name={`${name}-property`}
          label="Internal name of the deal property"
          value={currency.property}
          onChange={(property) => {
            onChange({ ...step, currency: { property } });
          }}
        />
      ) : null}
    </>
  );
};
