import { Select } from '@hubspot/ui-extensions';
import type { ConstantValue } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';

type ConstantProps = {
  name: string;
  label: string;
  target: Target | null;
  value: ConstantValue;
  onChange: (value: ConstantValue) => void;
};

/** A fixed value, in the form that the target takes. */
export const ConstantField = ({ name, label, target, value, onChange }: ConstantProps) => {
  if (target !== null && target.kind === 'boolean') {
    return (
      <Choice
        name={`${name}-constant`}
        label={label}
        value={
          value === true || value === 'true' ? 'yes' : value === false || value === 'false' ? 'no' : undefined
        }
        options={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
        onChange={(next) => {
          onChange(next === 'yes');
        }}
      />
    );
  }
  if (target !== null && target.kind === 'option' && target.options.length > 0) {
    return (
      <Select
        name={`${name}-constant`}
        label={label}
        value={String(value)}
        options={target.options}
        onChange={(next) => {
          onChange(String(next));
        }}
      />
    );
  }
  const isList = target !== null && (target.kind === 'strings' || target.kind === 'options');
  return isList ? (
    <TextField
      name={`${name}-constant`}
      label={label}
      description="One a line"
      rows={3}
      value={Array.isArray(value) ? value.join('\n') : String(value)}
      onChange={(text) => {
        onChange(text.split('\n'));
      }}
    />
  ) : (
    <TextField
      name={`${name}-constant`}
      label={label}
      value={Array.isArray(value) ? value.join(', ') : String(value)}
      {...(target?.kind === 'date' ? { placeholder: 'YYYY-MM-DD' } : {})}
      onChange={onChange}
    />
  );
};
