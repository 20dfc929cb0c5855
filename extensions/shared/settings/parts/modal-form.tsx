import type { ReactNode } from 'react';
import { Button, LoadingButton, ModalBody, ModalFooter } from '@hubspot/ui-extensions';
import { Column } from './layout.tsx';
import type { Submission } from '../../state/submission.ts';
import { ErrorNotice } from './error-notice.tsx';

type Props = {
  children: ReactNode;
  submission: Submission;
  confirmLabel: string;
  canConfirm?: boolean;
  danger?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
};

/** Body and footer of a modal that asks before it does something. A failure stays in it, with what was typed. */
export const ModalForm = (props: Props) => {
  const { submission, confirmLabel, canConfirm = true, danger = false, onConfirm, onCancel } = props;
  const sending = submission.state === 'sending';
  return (
    <>
      <ModalBody>
        <Column>
          {props.children}
          <ErrorNotice error={submission.error} onRetry={onConfirm} />
        </Column>
      </ModalBody>
      <ModalFooter>
        <LoadingButton
          variant={danger ? 'destructive' : 'primary'}
          loading={sending}
          disabled={!canConfirm || sending}
          onClick={onConfirm}
        >
          {confirmLabel}
        </LoadingButton>
        <Button variant="secondary" onClick={onCancel}>
          Cancel
        </Button>
      </ModalFooter>
    </>
  );
};
