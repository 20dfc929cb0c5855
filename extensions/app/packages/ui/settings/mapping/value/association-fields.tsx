import { Checkbox } from '@hubspot/ui-extensions';
import { Column } from '../../../kit/layout.tsx';
import type { Association } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';

type Props = {
  name: string;
  /** "company", "contact": in sentences. */
  noun: string;
  value: Association | undefined;
  /** The labels that the account has for this association. */
  labels: readonly string[];
  onChange: (value: Association | undefined) => void;
  /** What is used without a rule of one's own, such as "The section’s company". */
  inherits?: string;
};

type Mode = 'usual' | 'label';

/** Which of several associated records is meant. Never the first of several: labeled, else primary, else the only one, else ask. */
export const AssociationFields = ({ name, noun, value, labels, onChange, inherits }: Props) => {
  const label = value?.label;
  return (
    <Column gap="xs">
      <Choice<Mode>
        name={`${name}-which`}
        label={`Which ${noun}`}
        value={label === undefined ? 'usual' : 'label'}
        description="If more than one matches, we ask the seller."
        options={[
          { value: 'usual', label: inherits ?? `The primary ${noun}, or the only one` },
          { value: 'label', label: 'The one with an association label' },
        ]}
        onChange={(mode) => {
          onChange(mode === 'usual' ? undefined : { label: labels[0] ?? '', orElse: 'pick' });
        }}
      />
      {label === undefined ? null : (
        <>
          <LabelField
            name={name}
            labels={labels}
            label={label}
            onChange={(next) => {
              onChange({ label: next, orElse: value?.orElse ?? 'pick' });
            }}
          />
          <Checkbox
            name={`${name}-only`}
            checked={value?.orElse === 'missing'}
            onChange={(only) => {
              onChange({ label, orElse: only ? 'missing' : 'pick' });
            }}
          >
            Only a {noun} with this label: without it the value is missing
          </Checkbox>
        </>
      )}
    </Column>
  );
};

type LabelProps = {
  name: string;
  labels: readonly string[];
  label: string;
  onChange: (label: string) => void;
};

const LabelField = ({ name, labels, label, onChange }: LabelProps) =>
  labels.length === 0 ? (
    <TextField name={`${name}-label`} label="Association label" value={label} onChange={onChange} />
  ) : (
    <Choice
      name={`${name}-label`}
      label="Association label"
      value={label}
      options={[...new Set([...labels, ...(label === '' ? [] : [label])])].map((each) => ({
        value: each,
        label: each,
      }))}
      onChange={onChange}
    />
  );
