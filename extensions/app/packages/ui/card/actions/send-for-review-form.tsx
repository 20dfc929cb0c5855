import { useEffect, useState } from 'react';
import { Input, LoadingSpinner, Text, TextArea, ToggleGroup } from '@hubspot/ui-extensions';
import type { ContractView, RecipientsView } from '@dealdraft/wire/card.ts';
import type { Addresses } from '../../kit/addresses.ts';
import { readAddresses } from '../../kit/addresses.ts';
import { listNames } from '../../format/plural.ts';
import { useCard } from '../base/card-services.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import { ModalForm } from '../base/modal-form.tsx';
import { useAct } from './use-act.ts';
import { useLoaded } from '../../kit/use-loaded.ts';

const faultOf = ({ invalid }: Addresses): string | null =>
  invalid.length === 0 ? null : `Not an email address: ${listNames(invalid)}.`;

type Props = { contract: ContractView; confirmLabel: string; close: () => void };

/** Recipients are chosen, never guessed: only the counterparty's contact, or a single suggestion, is ticked beforehand. */
export const SendForReviewForm = ({ contract, confirmLabel, close }: Props) => {
  const { call } = useCard();
  const [recipients, load] = useLoaded<RecipientsView>();
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [more, setMore] = useState('');
  const [copies, setCopies] = useState('');
  const [subject, setSubject] = useState('');
  const [message, setMessage] = useState('');
  const [touched, setTouched] = useState(false);
  const [submission, act] = useAct(contract.id, close);
  const read = () =>
    load(() => call('GET /api/card/contracts/:contractId/recipients', { contractId: contract.id }));
  useEffect(() => {
    void load(() => call('GET /api/card/contracts/:contractId/recipients', { contractId: contract.id }));
  }, [call, contract.id, load]);

  const suggestions = recipients.value?.suggestions ?? [];
  const expected = suggestions.filter(
    ({ role }) => suggestions.length === 1 || role === 'Counterparty contact',
  );
  const ticked = chosen ?? expected.map(({ email }) => email);
  const typed = readAddresses(more);
  const cc = readAddresses(copies);
  const to = [...new Set([...ticked, ...typed.valid])];
  const moreFault =
    faultOf(typed) ?? (touched && to.length === 0 ? 'Choose or enter at least one recipient.' : null);
  const ccFault = faultOf(cc);

  const confirm = () => {
    setTouched(true);
    if (to.length === 0 || typed.invalid.length > 0 || ccFault !== null) return;
    act({
      action: 'send_for_review',
      to,
      cc: cc.valid,
      ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
      ...(message.trim() === '' ? {} : { message: message.trim() }),
    });
  };

  return (
    <ModalForm
      submission={submission}
      confirmLabel={confirmLabel}
      canConfirm={moreFault === null && ccFault === null}
      onConfirm={confirm}
      onCancel={close}
    >
      <Text>SpotDraft will email a link to “{contract.name}” so they can review and suggest changes.</Text>
      {recipients.state === 'loading' ? (
        <LoadingSpinner label="Looking for recipients" showLabel size="sm" />
      ) : null}
      {recipients.error === null ? null : (
        <ErrorNotice error={recipients.error} onRetry={() => void read()} />
      )}
      {suggestions.length === 0 ? null : (
        <ToggleGroup
          name="to"
          label="Recipients"
          toggleType="checkboxList"
          value={ticked}
          onChange={setChosen}
          options={suggestions.map((person) => ({
            label: person.name === '' ? person.email : person.name,
            value: person.email,
            description: `${person.email} · ${person.role}`,
          }))}
        />
      )}
      <Input
        name="more"
        label={suggestions.length === 0 ? 'Recipients' : 'More recipients'}
        description="Separate email addresses with commas."
        value={more}
        error={moreFault !== null}
        {...(moreFault === null ? {} : { validationMessage: moreFault })}
        onInput={setMore}
        onChange={setMore}
      />
      <Input
        name="cc"
        label="Cc"
        value={copies}
        error={ccFault !== null}
        {...(ccFault === null ? {} : { validationMessage: ccFault })}
        onInput={setCopies}
        onChange={setCopies}
      />
      <Input
        name="subject"
        label="Subject"
        placeholder="Default SpotDraft subject"
        value={subject}
        onInput={setSubject}
        onChange={setSubject}
      />
      <TextArea
        name="message"
        label="Message"
        value={message}
        rows={4}
        maxLength={5000}
        onInput={setMessage}
        onChange={setMessage}
      />
    </ModalForm>
  );
};
