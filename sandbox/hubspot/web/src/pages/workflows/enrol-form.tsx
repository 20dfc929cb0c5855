import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { WorkflowAction, WorkflowValue } from '../../api/types.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../stand-ins/actions/button.tsx';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { ActionInput } from './action-input.tsx';
import { actionDescription, actionName, valueText } from './action-words.ts';

type Props = { actions: WorkflowAction[]; dealId: string; enrolled: () => void };

/** One action with its inputs, run for one deal as a workflow would. */
export const EnrolForm = ({ actions, dealId, enrolled }: Props) => {
  const { portal, alert } = useSession();
  const [name, setName] = useState('');
  const [values, setValues] = useState<Record<string, WorkflowValue>>({});
  const [sending, setSending] = useState(false);
  const action = actions.find((one) => one.name === name);
  const missing = (action?.inputFields ?? []).some(
    ({ isRequired, typeDefinition }) => isRequired === true && valueText(values[typeDefinition.name]) === '',
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
          dealId={dealId}
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
