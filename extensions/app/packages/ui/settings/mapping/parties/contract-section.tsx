import { Heading, Text, Tile } from '@hubspot/ui-extensions';
import { PlainButton } from '../../../kit/buttons.tsx';
import { Column, Row } from '../../../kit/layout.tsx';
import type { Rule, WorkflowConfig } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { contractSlots } from './party-slots.ts';
import { findingsAt, useEditing } from '../context/edit-context.ts';
import { FindingsList } from '../value/findings-list.tsx';
import { LiveValue } from '../value/live-value.tsx';
import { RuleEditor } from '../value/rule-editor.tsx';
import { SlotList } from './slot-list.tsx';

const workflow: { key: keyof WorkflowConfig; label: string; description: string }[] = [
  {
    key: 'autoSendToCounterparty',
    label: 'Send to the counterparty as soon as it is made',
    description: 'Without a person looking at it first',
  },
  {
    key: 'apiOnlyContractEdits',
    label: 'Only DealDraft may edit the contract',
    description: 'People cannot change its values in SpotDraft',
  },
  {
    key: 'skipCounterpartyInfoCollection',
    label: 'Do not ask the counterparty for its details',
    description: 'Choose this when the mapping fills them all',
  },
  {
    key: 'skipCreatorInfoCollection',
    label: 'Do not ask our side for its details',
    description: 'Choose this when the mapping fills them all',
  },
];

/** Name, entity, workflow settings, and keys for other systems. */
export const ContractSection = () => {
  const { mapping, set } = useEditing();
  return (
    <Column>
      <Text>
        Without a name, SpotDraft names the contract as the template says. Without an entity, the workspace’s
        primary one signs.
      </Text>
      <SlotList slots={contractSlots} />
      <Heading>Workflow in SpotDraft</Heading>
      {workflow.map(({ key, label, description }) => {
        const value = mapping.workflowConfig[key];
        return (
          <Choice
            key={key}
            name={`workflow-${key}`}
            label={label}
            description={description}
            value={value === undefined ? 'template' : value ? 'yes' : 'no'}
            options={[
              { value: 'template', label: 'As the template says' },
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No' },
            ]}
            onChange={(next) => {
              set(['workflowConfig', key], next === 'template' ? undefined : next === 'yes');
            }}
          />
        );
      })}
      <RecordData />
    </Column>
  );
};

/** Kept with the contract in SpotDraft for other systems, such as the quote's id. */
const RecordData = () => {
  const { mapping, findings, set } = useEditing();
  const add = () => {
    const rule: Rule = {
      target: `key_${String(mapping.recordData.length + 1)}`,
      source: { kind: 'property', object: 'deal', property: '' },
      transforms: [],
      whenMissing: 'blank',
    };
    set(['recordData', mapping.recordData.length], rule);
  };
  return (
    <Column gap="sm">
      <Heading>Keys for other systems</Heading>
      <Text>
        Kept with the contract in SpotDraft, so that an ERP or CPQ finds it: a quote’s id, a purchase order
        number.
      </Text>
      {mapping.recordData.map((rule, index) => (
        <Tile key={String(index)} compact>
          <Column gap="sm">
            <TextField
              name={`record-${String(index)}-key`}
              label="Key"
              value={rule.target}
              fault={rule.target.trim() === '' ? 'Give the key a name.' : null}
              onChange={(target) => {
                set(['recordData', index, 'target'], target);
              }}
            />
            <FindingsList findings={findingsAt(findings, `contract.recordData.${rule.target}`)} />
            <RuleEditor
              name={`record-${String(index)}`}
              value={rule}
              target={null}
              live={<LiveValue path={`contract.recordData.${rule.target}`} />}
              onChange={(next) => {
                set(['recordData', index], { ...next, target: rule.target });
              }}
              onRemove={() => {
                set(['recordData', index], undefined);
              }}
              removeLabel="Remove this key"
            />
          </Column>
        </Tile>
      ))}
      <Row>
        <PlainButton onClick={add}>Add a key</PlainButton>
      </Row>
    </Column>
  );
};
