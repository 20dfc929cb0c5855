import { Heading, Text } from '@hubspot/ui-extensions';
import { SmallButton } from '../../../kit/buttons.tsx';
import { Column, Row } from '../../../kit/layout.tsx';
import type { CounterpartyRules } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { addressSlots, contactSlots, newAddress, organizationSlots } from './party-slots.ts';
import { AssociationFields } from '../value/association-fields.tsx';
import { ConditionEditor } from '../value/condition-editor.tsx';
import { findingsAt, useEditing } from '../context/edit-context.ts';
import { useEditorFacts } from '../context/editor-context.ts';
import { FindingsList } from '../value/findings-list.tsx';
import { SlotList } from './slot-list.tsx';

const inherits = {
  company: 'The counterparty’s company, as above',
  contact: 'The point of contact, as above',
};

/** Who the contract is with. */
export const CounterpartySection = () => {
  const { mapping, findings, set } = useEditing();
  const { labels } = useEditorFacts();
  const party = mapping.counterparty;
  return (
    <Column>
      <KindFields party={party} />
      <FindingsList findings={findingsAt(findings, 'counterparty.kind')} />
      <Heading>Which records</Heading>
      <AssociationFields
        name="party-company"
        noun="company"
        value={party.company}
        labels={labels.company ?? []}
        onChange={(company) => {
          set(['counterparty', 'company'], company);
        }}
      />
      <AssociationFields
        name="party-contact"
        noun="contact"
        value={party.pointOfContact.contact}
        labels={labels.contact ?? []}
        onChange={(contact) => {
          set(['counterparty', 'pointOfContact', 'contact'], contact);
        }}
      />
      <Heading>Organization</Heading>
      <SlotList slots={organizationSlots} inherits={inherits} />
      <TextField
        name="party-role"
        label="Role in the contract"
        description="As the template calls the other side, if it does"
        value={party.partyRole ?? ''}
        onChange={(role) => {
          set(['counterparty', 'partyRole'], role.trim() === '' ? undefined : role);
        }}
      />
      <Heading>Point of contact</Heading>
      <SlotList slots={contactSlots} inherits={inherits} />
      <AddressFields party={party} />
    </Column>
  );
};

type PartyProps = { party: CounterpartyRules };

const KindFields = ({ party }: PartyProps) => {
  const { set } = useEditing();
  const { kind } = party;
  return (
    <Column gap="sm">
      <Choice
        name="party-kind"
        label="The counterparty is"
        value={typeof kind === 'string' ? kind : 'depends'}
        options={[
          { value: 'organisation', label: 'an organization' },
          { value: 'individual', label: 'an individual' },
          { value: 'depends', label: 'an individual in some cases, else an organization' },
        ]}
        onChange={(next) => {
          set(
            ['counterparty', 'kind'],
            next === 'depends' ? { individualWhen: { object: 'deal', property: '', op: 'notEmpty' } } : next,
          );
        }}
      />
      {typeof kind === 'string' ? null : (
        <ConditionEditor
          name="party-kind-condition"
          value={kind.individualWhen}
          onChange={(condition) => {
            set(
              ['counterparty', 'kind'],
              condition === undefined ? 'organisation' : { individualWhen: condition },
            );
          }}
        />
      )}
    </Column>
  );
};

const AddressFields = ({ party }: PartyProps) => {
  const { set } = useEditing();
  return (
    <Column gap="sm">
      <Heading>Address</Heading>
      {party.address === undefined ? (
        <Column gap="xs">
          <Text>No address is sent. SpotDraft can ask the counterparty for it.</Text>
          <Row>
            <SmallButton
              onClick={() => {
                set(['counterparty', 'address'], newAddress());
              }}
            >
              Add an address
            </SmallButton>
          </Row>
        </Column>
      ) : (
        <>
          <SlotList slots={addressSlots} inherits={inherits} />
          <Choice
            name="address-incomplete"
            label="When line 1, city or country is missing"
            value={party.address.whenIncomplete}
            options={[
              { value: 'stop', label: 'Block and ask the seller' },
              { value: 'leave_out', label: 'Send no address at all' },
            ]}
            onChange={(whenIncomplete) => {
              set(['counterparty', 'address', 'whenIncomplete'], whenIncomplete);
            }}
          />
          <Row>
            <SmallButton
              onClick={() => {
                set(['counterparty', 'address'], undefined);
              }}
            >
              Do not send an address
            </SmallButton>
          </Row>
        </>
      )}
    </Column>
  );
};
