import { useState } from 'react';
import { Flex, LoadingButton } from '@hubspot/ui-extensions';
import type { FiringAnswer } from '@dealdraft/wire/automation.ts';
import type { Envelope, QuestionView } from '@dealdraft/wire/card.ts';
import { reasonFault } from '../../kit/voiding/reason.ts';
import { voidLabel, VoidQuestion } from '../../kit/voiding/void-question.tsx';
import { useCard } from '../base/card-services.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import { ModalForm } from '../base/modal-form.tsx';
import { OverlayTrigger } from '../base/trigger.tsx';
import { useSubmission } from '../base/use-submission.ts';

/** A rule's question, answered where it stands. */
export const RuleQuestion = ({ question }: { question: QuestionView }) => {
  const { asks, firingId } = question;
  const [submission, answer] = useAnswer(firingId);
  const sending = submission.state === 'sending';
  return (
    <>
      <Flex direction="row" gap="xs" wrap>
        {asks === 'send' ? (
          <LoadingButton
            size="xs"
            variant="primary"
            loading={sending}
            testId={`confirm-${firingId}`}
            onClick={() => {
              void answer('confirm', 'Sending your contract');
            }}
          >
            Send anyway
          </LoadingButton>
        ) : null}
        {asks === 'void' && question.contracts.length > 0 ? (
          <OverlayTrigger
            id={`void-${firingId}`}
            testId={`confirm-${firingId}`}
            kind="modal"
            danger
            look="destructive"
            size="xs"
            label={voidLabel(question)}
            title={`${voidLabel(question)}?`}
          >
            {(close) => <VoidForm question={question} close={close} />}
          </OverlayTrigger>
        ) : null}
        <LoadingButton
          size="xs"
          variant="secondary"
          loading={sending}
          testId={`decline-${firingId}`}
          onClick={() => {
            void answer('decline', asks === 'send' ? 'Not sent' : 'Nothing was changed');
          }}
        >
          {asks === 'send' ? 'Don’t send' : 'Keep contracts'}
        </LoadingButton>
      </Flex>
      <ErrorNotice error={submission.error} />
    </>
  );
};

const VoidForm = ({ question, close }: { question: QuestionView; close: () => void }) => {
  const [reason, setReason] = useState('');
  const [touched, setTouched] = useState(false);
  const [submission, answer] = useAnswer(question.firingId);
  const fault = reasonFault(reason);
  const confirm = () => {
    setTouched(true);
    if (fault !== null) return;
    void answer('confirm', 'Voiding', reason.trim()).then((end) => {
      if (end?.ok === true) close();
    });
  };
  return (
    <ModalForm
      submission={submission}
      confirmLabel={voidLabel(question)}
      danger
      onConfirm={confirm}
      onCancel={close}
    >
      <VoidQuestion question={question} reason={reason} fault={touched ? fault : null} onReason={setReason} />
    </ModalForm>
  );
};

const useAnswer = (firingId: string) => {
  const { call, host } = useCard();
  const [submission, submit] = useSubmission();
  const give = async (
    answer: FiringAnswer,
    done: string,
    reason?: string,
  ): Promise<Envelope<unknown> | null> => {
    const wish = { answer, ...(reason === undefined ? {} : { reason }) };
    const end = await submit({ firingId, ...wish }, () =>
      call('POST /api/card/firings/:firingId/answer', { firingId, ...wish }),
    );
    if (end?.ok === true) host.alert('success', done);
    return end;
  };
  return [submission, give] as const;
};
