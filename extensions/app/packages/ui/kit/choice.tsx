import { Select } from '@hubspot/ui-extensions';

type Props<Value extends string> = {
  name: string;
  label: string;
  value: Value | undefined;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  description?: string;
  tooltip?: string;
  placeholder?: string;
  required?: boolean;
  readOnly?: boolean;
};

/** HubSpot's select takes an empty value for nothing chosen; here it can be a choice, such as "All". */
const NOTHING = '(nothing)';
const sent = (value: string): string => (value === '' ? NOTHING : value);

/** A select whose values are known words. */
export const Choice = <Value extends string>({ value, options, onChange, ...rest }: Props<Value>) => (
  <Select
    {...rest}
    options={options.map((option) => ({ label: option.label, value: sent(option.value) }))}
    {...(value === undefined ? {} : { value: sent(value) })}
    onChange={(next) => {
      const chosen = options.find((option) => sent(option.value) === next);
      if (chosen !== undefined && chosen.value !== value) onChange(chosen.value);
    }}
  />
);
