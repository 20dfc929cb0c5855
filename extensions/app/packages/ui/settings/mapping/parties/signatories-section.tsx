import { Accordion, Checkbox, Heading, NumberInput, Text, Tile } from '@hubspot/ui-extensions';
import { PlainButton, QuietButton } from '../../../kit/buttons.tsx';
import { Column, Row } from '../../../kit/layout.tsx';
import type { SignatoryRules } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { newSignatory, signatorySlots } from './party-slots.ts';
import { AssociationFields } from '../value/association-fields.tsx';
import { ConditionEditor } from '../value/condition-editor.tsx';
import { findingsAt, useEditing } from '../context/edit-context.ts';
import { useEditorFacts } from '../context/editor-context.ts';
import { FindingsList } from '../value/findings-list.tsx';
import { SlotList } from './slot-list.tsx';

const MOST = 20;

/** Who signs, on both sides. Without any, SpotDraft asks for them in the contract. */
export const SignatoriesSection = () => {
  const { mapping, set } = useEditing();
  const { signatories } = mapping;
  const add = (role: SignatoryRules['role']) => {
    set(['signatories', signatories.length], newSignatory(role));
  };
  return (
    <Column>
      <Text>
        {signatories.length === 0
          ? 'No signatories are sent: they are named in SpotDraft before the contract goes out for signature.'
          : 'They sign in the order given; without an order, all at once.'}
      </Text>
      {signatories.map((signatory, index) => (
        <SignatoryFields key={String(index)} index={index} signatory={signatory} />
      ))}
      {signatories.length >= MOST ? null : (
        <Row gap="xs">
          <PlainButton
            onClick={() => {
              add('counterparty');
            }}
          >
            Add a counterparty signatory
          </PlainButton>
          <PlainButton
            onClick={() => {
              add('creator');
            }}
          >
            Add a signatory of ours
          </PlainButton>
        </Row>
      )}
    </Column>
  );
};

type Props = { index: number; signatory: SignatoryRules };

const SignatoryFields = ({ index, signatory }: Props) => {
  const { findings, set } = useEditing();
  const { labels } = useEditorFacts();
  const name = `signatory-${String(index)}`;
  const put = (key: keyof SignatoryRules, value: unknown) => {
    set(['signatories', index, key], value);
  };
  return (
    <Tile testId={name}>
      <Column gap="sm">
        <Row justify="between" align="center">
          <Heading>
            {String(index + 1)}. {signatory.role === 'counterparty' ? 'Counterparty' : 'Our side'}
          </Heading>
          <QuietButton
            onClick={() => {
              set(['signatories', index], undefined);
            }}
          >
            Remove
          </QuietButton>
        </Row>
        <FindingsList findings={findingsAt(findings, `signatories.${String(index)}`)} />
        <Choice
          name={`${name}-role`}
          label="Signs for"
          value={signatory.role}
          options={[
            { value: 'counterparty', label: 'The counterparty' },
            { value: 'creator', label: 'Us' },
          ]}
          onChange={(role) => {
            put('role', role);
          }}
        />
        <AssociationFields
          name={name}
          noun="contact"
          value={signatory.contact}
          labels={labels.contact ?? []}
          onChange={(contact) => {
            put('contact', contact);
          }}
        />
        <SlotList
          slots={signatorySlots(index)}
          inherits={{ contact: 'This signatory’s contact, as above' }}
        />
        <NumberInput
          name={`${name}-order`}
          label="Signing order"
          placeholder="all at once"
          min={1}
          max={100}
          {...(signatory.signOrder === undefined ? {} : { value: signatory.signOrder })}
          onChange={(order) => {
            put('signOrder', Number.isFinite(order) && order >= 1 ? Math.trunc(order) : undefined);
          }}
        />
        <TextField
          name={`${name}-note`}
          label="Note to the signatory"
          rows={2}
          maxLength={2000}
          value={signatory.note ?? ''}
          onChange={(note) => {
            put('note', note === '' ? undefined : note);
          }}
        />
        <Checkbox
          name={`${name}-optional`}
          checked={signatory.optional}
          description="Otherwise a missing name or email stops the contract"
          onChange={(optional) => {
            put('optional', optional);
          }}
        >
          Leave this signatory out when name or email is missing
        </Checkbox>
        <Accordion title={signatory.condition === undefined ? 'Conditions' : 'Conditions (set)'} size="xs">
          <ConditionEditor
            name={`${name}-condition`}
            value={signatory.condition}
            onChange={(condition) => {
              put('condition', condition);
            }}
          />
        </Accordion>
      </Column>
    </Tile>
  );
};
