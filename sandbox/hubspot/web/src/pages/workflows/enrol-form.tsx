import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { WorkflowAction, WorkflowInput } from '../../api/types.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Button } from '../../stand-ins/button.tsx';
import { Select } from '../../stand-ins/selects.tsx';
import { Input, TextArea } from '../../stand-ins/text-inputs.tsx';
import { actionDescription, actionName, inputHint, inputLabel, readOptions } from './action-words.ts';

type Props = { actions: WorkflowAction[]; dealId: string; enrolled: () => void };

/** One action with its inputs, run for one deal as a workflow would. */
export const EnrolForm = ({ actions, dealId, enrolled }: Props) => {
  const { portal, alert } = useSession();
  const [name, setName] = useState('');
  const [values, setValues] = useState<Record<string, string>>({});
  const [sending, setSending] = useState(false);
  const action = actions.find((one) => one.name === name);
  const missing = (action?.inputFields ?? []).some(
    ({ isRequired, typeDefinition }) => isRequired === true && (values[typeDefinition.name] ?? '') === '',
  );
  const enrol = async (): Promise<void> => {
    if (action === undefined) return;
    setSending(true);
    try {
      await crm.enrol(portal.portalId, { dealId, actionUrl: action.actionUrl, inputFields: values });
      alert({ type: 'success', message: `“${actionName(action)}” was started for this deal.` });
      enrolled();
    } catch (failure) {
      alert({ type: 'danger', message: failure instanceof Error ? failure.message : String(failure) });
    }
    setSending(false);
  };
  return (
    <div className="crm-enrol">
      <Select
        name="action"
        label="Action"
        placeholder="Choose an action"
        value={name}
        options={actions.map((one) => ({ value: one.name, label: actionName(one) }))}
        onChange={(chosen) => {
          setName(String(chosen));
          setValues({});
        }}
      />
      {action === undefined ? null : <p className="crm-quiet">{actionDescription(action)}</p>}
      {action?.inputFields.map((field) => (
        <ActionInput
          key={`${action.name}-${field.typeDefinition.name}`}
          action={action}
          field={field}
          values={values}
          change={(value) => {
            setValues((before) => ({ ...before, [field.typeDefinition.name]: value }));
          }}
        />
      ))}
      <div className="hs-button-row">
        <Button
          variant="primary"
          size="sm"
          disabled={action === undefined || missing || sending || dealId === ''}
          onClick={() => void enrol()}
        >
          Enroll deal
        </Button>
      </div>
    </div>
  );
};

type InputProps = {
  action: WorkflowAction;
  field: WorkflowInput;
  values: Record<string, string>;
  change: (value: string) => void;
};

const ActionInput = ({ action, field, values, change }: InputProps) => {
  const { name, options, optionsUrl, fieldType } = field.typeDefinition;
  const hint = inputHint(action, name);
  const shared = {
    name,
    label: inputLabel(action, name),
    required: field.isRequired ?? false,
    ...(hint === undefined ? {} : { description: hint }),
  };
  const value = values[name] ?? '';
  if (optionsUrl !== undefined) {
    return <FetchedSelect {...{ shared, optionsUrl, values, value, change }} />;
  }
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

type FetchedProps = {
  shared: { name: string; label: string; required: boolean; description?: string };
  optionsUrl: string;
  values: Record<string, string>;
  value: string;
  change: (value: string) => void;
};

/** Options that the app answers, searched by the app as HubSpot's editor does. */
const FetchedSelect = ({ shared, optionsUrl, values, value, change }: FetchedProps) => {
  const { portalId } = useSession().portal;
  const [q, setQ] = useState('');
  const answer = useData(`options-${optionsUrl}-${q}`, () =>
    crm.workflowOptions(portalId, {
      optionsUrl,
      inputFieldName: shared.name,
      inputFields: Object.fromEntries(
        Object.entries(values).map(([name, text]) => [name, { type: 'STATIC_VALUE', value: text }]),
      ),
      ...(q === '' ? {} : { q }),
    }),
  );
  const refused =
    answer.failure ??
    (answer.value !== null && answer.value.status >= 400
      ? `The app answered ${String(answer.value.status)}.`
      : null);
  return (
    <Select
      {...shared}
      options={readOptions(answer.value?.body)}
      value={value}
      onInput={setQ}
      onChange={(chosen) => {
        change(String(chosen));
      }}
      {...(refused === null
        ? {}
        : { error: true, validationMessage: `The options could not be read. ${refused}` })}
    />
  );
};
