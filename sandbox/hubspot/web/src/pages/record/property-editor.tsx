import type { PropertyDefinition } from '../../api/types.ts';
import { useOwners } from '../../shell/use-owners.ts';
import { isoOf } from '../../stand-ins/base/dates.ts';
import { DateInput } from '../../stand-ins/inputs/date-input.tsx';
import { NumberInput } from '../../stand-ins/inputs/number-inputs.tsx';
import { MultiSelect, Select } from '../../stand-ins/inputs/selects.tsx';
import { Input, TextArea } from '../../stand-ins/inputs/text-inputs.tsx';

type Props = { definition: PropertyDefinition; value: string; change: (value: string) => void };

/** The input for a property's type. Values are texts as HubSpot stores them. */
export const PropertyEditor = ({ definition, value, change }: Props) => {
  const { name, label, type, fieldType, options } = definition;
  const shared = { name, label };
  if (name === 'hubspot_owner_id') return <OwnerEditor {...{ definition, value, change }} />;
  if (type === 'enumeration' && fieldType === 'checkbox') {
    return (
      <MultiSelect
        {...shared}
        options={options}
        value={value === '' ? [] : value.split(';')}
        onChange={(chosen) => {
          change(chosen.map(String).join(';'));
        }}
      />
    );
  }
  if (type === 'enumeration' || type === 'bool') {
    const choices = options.length > 0 ? options : yesNo;
    return (
      <Select
        {...shared}
        options={[{ value: '', label: '--' }, ...choices]}
        value={value}
        onChange={(chosen) => {
          change(String(chosen));
        }}
      />
    );
  }
  if (type === 'number') {
    return (
      <NumberInput
        {...shared}
        {...(value === '' ? {} : { value: Number(value) })}
        onChange={(number) => {
          change(Number.isNaN(number) ? '' : String(number));
        }}
      />
    );
  }
  if (type === 'date' || type === 'datetime') return <DayEditor {...{ definition, value, change }} />;
  if (fieldType === 'textarea' || fieldType === 'html') {
    return <TextArea {...shared} value={value} onInput={change} />;
  }
  return <Input {...shared} value={value} onInput={change} />;
};

const yesNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

const OwnerEditor = ({ definition, value, change }: Props) => {
  const owners = useOwners();
  return (
    <Select
      name={definition.name}
      label={definition.label}
      value={value}
      options={[
        { value: '', label: 'No owner' },
        ...owners.map(({ id, firstName, lastName }) => ({ value: id, label: `${firstName} ${lastName}` })),
      ]}
      onChange={(chosen) => {
        change(String(chosen));
      }}
    />
  );
};

const DayEditor = ({ definition, value, change }: Props) => {
  const date = value === '' ? null : new Date(/^\d+$/.test(value) ? Number(value) : value);
  const day =
    date === null || Number.isNaN(date.getTime())
      ? undefined
      : { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
  return (
    <DateInput
      name={definition.name}
      label={definition.label}
      format="medium"
      {...(day === undefined ? {} : { value: day })}
      onChange={(chosen: { year: number; month: number; date: number } | null) => {
        if (chosen === null) change('');
        else change(definition.type === 'date' ? isoOf(chosen) : `${isoOf(chosen)}T12:00:00.000Z`);
      }}
    />
  );
};
