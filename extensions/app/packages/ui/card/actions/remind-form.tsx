import { useState } from 'react';
import { Text, ToggleGroup } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { ModalForm } from '../base/modal-form.tsx';
import { useAct } from './use-act.ts';

type Props = { contract: ContractView; confirmLabel: string; close: () => void };

/** Signatories whose turn it is and who can be reached by email; who signs in two roles is reminded once. */
const reachable = (contract: ContractView): { name: string; email: string }[] => {
  const byAddress = new Map<string, { name: string; email: string }>();
  for (const { canRemind, person } of contract.waitingFor)
    if (canRemind && person !== null && person.email !== null && !byAddress.has(person.email.toLowerCase()))
      byAddress.set(person.email.toLowerCase(), { name: person.name, email: person.email });
  return [...byAddress.values()];
};

export const RemindForm = ({ contract, confirmLabel, close }: Props) => {
  const people = reachable(contract);
  const [chosen, setChosen] = useState(people.length === 1 ? (people[0]?.email ?? '') : '');
  const [submission, act] = useAct(contract.id, close);
  return (
    <ModalForm
      submission={submission}
      confirmLabel={confirmLabel}
      canConfirm={chosen !== ''}
      onConfirm={() => {
        act({ action: 'remind', email: chosen });
      }}
      onCancel={close}
    >
      {people.length === 0 ? (
        <Text>Nobody who still has to sign has an email address.</Text>
      ) : (
        <ToggleGroup
          name="person"
          label="Who should we remind?"
          toggleType="radioButtonList"
          value={chosen}
          onChange={setChosen}
          options={people.map(({ name, email }) => ({
            label: name === '' ? email : name,
            value: email,
            description: email,
          }))}
        />
      )}
    </ModalForm>
  );
};
