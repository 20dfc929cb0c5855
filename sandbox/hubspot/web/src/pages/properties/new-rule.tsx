import { useState } from 'react';
import type { PropertyDefinition, PropertyRules } from '../../api/types.ts';
import { Button } from '../../stand-ins/actions/button.tsx';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { Input } from '../../stand-ins/inputs/text-inputs.tsx';
import { withRule } from './rule-edits.ts';

type Props = {
  rules: PropertyRules;
  properties: readonly PropertyDefinition[];
  save: (rules: PropertyRules) => Promise<void>;
};

/** "When this property has this value, that one is required." */
export const NewRule = ({ rules, properties, save }: Props) => {
  const [property, setProperty] = useState('dealstage');
  const [value, setValue] = useState('');
  const [required, setRequired] = useState('');
  const choices = properties
    .filter(({ hidden }) => !hidden)
    .map(({ name, label }) => ({ value: name, label }));
  const options = properties.find(({ name }) => name === property)?.options ?? [];
  return (
    <>
      <Select
        name="when-property"
        label="When this property"
        value={property}
        options={choices}
        onChange={(chosen) => {
          setProperty(String(chosen));
          setValue('');
        }}
      />
      {options.length > 0 ? (
        <Select
          name="when-value"
          label="has this value"
          value={value}
          options={options}
          onChange={(chosen) => {
            setValue(String(chosen));
          }}
        />
      ) : (
        <Input name="when-value" label="has this value" value={value} onInput={setValue} />
      )}
      <Select
        name="required-property"
        label="this one is required"
        value={required}
        options={choices}
        onChange={(chosen) => {
          setRequired(String(chosen));
        }}
      />
      <div className="hs-button-row">
        <Button
          variant="primary"
          size="sm"
          disabled={value === '' || required === ''}
          onClick={() => {
            void save(withRule(rules, { property, value, required }));
          }}
        >
          Add rule
        </Button>
      </div>
    </>
  );
};
