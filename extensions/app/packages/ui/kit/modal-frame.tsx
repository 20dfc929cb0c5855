import type { ReactNode } from 'react';
import { Button, Flex, LoadingButton, ModalBody, ModalFooter } from '@hubspot/ui-extensions';
import type { Submission } from './submission.ts';

export type ModalFrameProps = {
  children: ReactNode;
  submission: Submission;
  confirmLabel: string;
  canConfirm?: boolean;
  danger?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
};

/** Body and footer of a modal that asks before it does something. A failure stays in it, with what was typed. */
export const ModalFrame = (props: ModalFrameProps & { failure: ReactNode }) => {
  const { submission, confirmLabel, canConfirm = true, danger = false, onConfirm, onCancel } = props;
  const sending = submission.state === 'sending';
  return (
    <>
      <ModalBody>
        <Flex direction="column" gap="md">
          {props.children}
          {props.failure}
        </Flex>
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
