import { useState } from 'react';
import { Text, TextArea } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { reasonFault } from '../../kit/voiding/reason.ts';
import { ModalForm } from '../base/modal-form.tsx';
import type { ActionWish } from './use-act.ts';
import { useAct } from './use-act.ts';

type Props = {
  contract: ContractView;
  confirmLabel: string;
  explanation: string;
  danger?: boolean;
  /** `none` asks only for confirmation. */
  reason: 'none' | 'optional' | 'required';
  wish: (reason: string) => ActionWish;
  close: () => void;
};

/** Says what will happen, asks for a reason where one is kept, then does it. */
export const ConfirmForm = ({
  contract,
  confirmLabel,
  explanation,
  danger = false,
  reason,
  wish,
  close,
}: Props) => {
  const [text, setText] = useState('');
  const [touched, setTouched] = useState(false);
  const [submission, act] = useAct(contract.id, close);
  const fault = reason === 'none' || (reason === 'optional' && text.trim() === '') ? null : reasonFault(text);
  const confirm = () => {
    setTouched(true);
    if (fault === null) act(wish(text.trim()));
  };
  return (
    <ModalForm
      submission={submission}
      confirmLabel={confirmLabel}
      canConfirm={!touched || fault === null}
      danger={danger}
      onConfirm={confirm}
      onCancel={close}
    >
      <Text>{explanation}</Text>
      {reason === 'none' ? null : (
        <TextArea
          name="reason"
          label="Reason"
          description="Kept in the contract's timeline."
          required={reason === 'required'}
          value={text}
          rows={3}
          maxLength={2000}
          error={touched && fault !== null}
          {...(touched && fault !== null ? { validationMessage: fault } : {})}
          onInput={setText}
          onChange={setText}
        />
      )}
    </ModalForm>
  );
};
