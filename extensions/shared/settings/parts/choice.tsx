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

/** A select whose values are known words. */
export const Choice = <Value extends string>({ value, options, onChange, ...rest }: Props<Value>) => (
  <Select
    {...rest}
    options={[...options]}
    {...(value === undefined ? {} : { value })}
    onChange={(next) => {
      const chosen = options.find((option) => option.value === next);
      if (chosen !== undefined && chosen.value !== value) onChange(chosen.value);
    }}
  />
);
