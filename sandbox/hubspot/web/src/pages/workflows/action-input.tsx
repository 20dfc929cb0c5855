import { crm } from '../../api/crm.ts';
import type { WorkflowAction, WorkflowInput, WorkflowValue } from '../../api/types.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { Input, TextArea } from '../../stand-ins/inputs/text-inputs.tsx';
import { inputHint, inputLabel, valueText } from './action-words.ts';
import { FetchedSelect } from './fetched-select.tsx';

type Props = {
  action: WorkflowAction;
  field: WorkflowInput;
  values: Record<string, WorkflowValue>;
  dealId: string;
  change: (value: WorkflowValue) => void;
};

/** One input of an action, with a fixed value or, where the action allows that, a property of the deal. */
export const ActionInput = (props: Props) => {
  const { action, field, values, change } = props;
  const { name } = field.typeDefinition;
  const value = values[name];
  return (
    <>
      {field.supportedValueTypes?.includes('OBJECT_PROPERTY') === true ? (
        <Select
          name={`${name}-from`}
          label={`${inputLabel(action, name)}: value from`}
          value={value?.type ?? 'STATIC_VALUE'}
          options={[
            { value: 'STATIC_VALUE', label: 'Fixed value' },
            { value: 'OBJECT_PROPERTY', label: 'Deal property' },
          ]}
          onChange={(chosen) => {
            change(
              chosen === 'OBJECT_PROPERTY'
                ? { type: 'OBJECT_PROPERTY', propertyName: '' }
                : { type: 'STATIC_VALUE', value: '' },
            );
          }}
        />
      ) : null}
      {value?.type === 'OBJECT_PROPERTY' ? <PropertySelect {...props} /> : <FixedValue {...props} />}
    </>
  );
};

const sharedOf = ({ action, field }: Props) => {
  const { name } = field.typeDefinition;
  const hint = inputHint(action, name);
  return {
    name,
    label: inputLabel(action, name),
    required: field.isRequired ?? false,
    ...(hint === undefined ? {} : { description: hint }),
  };
};

const FixedValue = (props: Props) => {
  const { field, values } = props;
  const { name, options, optionsUrl, fieldType } = field.typeDefinition;
  const shared = sharedOf(props);
  const value = valueText(values[name]);
  const change = (text: string): void => {
    props.change({ type: 'STATIC_VALUE', value: text });
  };
  if (optionsUrl !== undefined) return <FetchedSelect {...{ shared, optionsUrl, values, value, change }} />;
  if (options !== undefined && options.length > 0) {
    return (
      <Select
        {...shared}
        options={options}
        value={value}
        onChange={(chosen) => {
          change(String(chosen));
        }}
      />
    );
  }
  return fieldType === 'textarea' ? (
    <TextArea {...shared} value={value} onInput={change} />
  ) : (
    <Input {...shared} value={value} onInput={change} />
  );
};

const PropertySelect = (props: Props) => {
  const { portalId } = useSession().portal;
  const { dealId } = props;
  const read = useData(`properties-${dealId}`, async () =>
    dealId === ''
      ? { properties: {} }
      : crm.properties({ portalId, objectTypeId: '0-3', objectId: dealId }, '*'),
  );
  return (
    <Select
      {...sharedOf(props)}
      placeholder={dealId === '' ? 'Choose a deal first' : 'Choose a property'}
      value={valueText(props.values[props.field.typeDefinition.name])}
      options={Object.keys(read.value?.properties ?? {})
        .toSorted()
        .map((name) => ({ value: name, label: name }))}
      onChange={(chosen) => {
        props.change({ type: 'OBJECT_PROPERTY', propertyName: String(chosen) });
      }}
    />
  );
};
