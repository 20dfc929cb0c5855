import { useState } from 'react';
import { LoadingButton, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import type { FiringAnswer, FiringsView, FiringState, FiringView } from '@dealdraft/wire/automation.ts';
import { FieldLinks } from '../../kit/field-links.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { reasonFault } from '../../kit/voiding/reason.ts';
import { voidLabel, VoidQuestion } from '../../kit/voiding/void-question.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import { DealLink } from '../parts/deal-link.tsx';

const looks: Record<
  FiringState,
  { label: string; variant: 'success' | 'warning' | 'error' | 'info' | 'default' }
> = {
  doing: { label: 'Under way', variant: 'info' },
  blocked: { label: 'Waiting for values', variant: 'warning' },
  asking: { label: 'Needs approval', variant: 'warning' },
  done: { label: 'Done', variant: 'success' },
  refused: { label: 'Refused', variant: 'error' },
  held: { label: 'Held back', variant: 'default' },
  declined: { label: 'Declined', variant: 'default' },
  overtaken: { label: 'Overtaken', variant: 'default' },
};

const causes = {
  person: 'changed by a user',
  rule: 'after a rule',
  machine: 'changed by another app',
} as const;

/** What one rule did, deal by deal, newest first. */
export const FiringsList = ({ ruleId }: { ruleId: string }) => {
  const { call } = useSettings();
  const firings = usePaged<FiringsView, FiringView>({
    read: (before) => call('GET /api/settings/automation/rules/:ruleId/firings', { ruleId, before }),
    items: (page) => page.firings,
    next: (page) => page.before,
    on: [ruleId],
  });
  return (
    <Column>
      <LoadedView loaded={firings.first} label="Reading what it did" retry={firings.again}>
        {() =>
          firings.items.length === 0 ? (
            <Text>Hasn’t run yet</Text>
          ) : (
            <FiringTable firings={firings.items} changed={firings.again} />
          )
        }
      </LoadedView>
      <MoreButton more={firings.more} label="Show older ones" />
    </Column>
  );
};

export const FiringTable = ({
  firings,
  changed,
}: {
  firings: readonly FiringView[];
  changed: () => void;
}) => {
  const { ago } = useTimeWords();
  const { hubspotOrigin, portalId } = useSettings();
  return (
    <ListTable columns={['Deal', 'State', 'What']}>
      {firings.map((firing) => (
        <TableRow key={firing.id}>
          <TableCell>
            <DealLink dealId={firing.dealId} name={null} />
            <Small>{`${ago(firing.at)}, ${causes[firing.cause]}`}</Small>
          </TableCell>
          <TableCell>
            <Tag variant={looks[firing.state].variant}>{looks[firing.state].label}</Tag>
          </TableCell>
          <TableCell>
            <Text>{firing.text}</Text>
            <FieldLinks fields={firing.missing} place={{ hubspotOrigin, portalId }} />
            <FiringAnswers firing={firing} changed={changed} />
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
};

const answersOf = ({ state, asks }: FiringView): { answer: FiringAnswer; label: string }[] => {
  if (state === 'refused')
    return [
      { answer: 'retry', label: 'Try again' },
      { answer: 'decline', label: 'Leave it' },
    ];
  if (state === 'blocked')
    return [
      { answer: 'retry', label: 'Look again' },
      { answer: 'decline', label: 'Leave it' },
    ];
  if (state !== 'asking') return [];
  return asks === 'send'
    ? [
        { answer: 'confirm', label: 'Send anyway' },
        { answer: 'decline', label: 'Don’t send' },
      ]
    : [{ answer: 'decline', label: 'Keep contracts' }];
};

const told: Record<FiringAnswer, string> = {
  confirm: 'Sending the contract',
  decline: 'Nothing was changed',
  retry: 'Trying again',
};

const VoidForm = ({ firing, done, close }: { firing: FiringView; done: () => void; close: () => void }) => {
  const { call, host } = useSettings();
  const [reason, setReason] = useState('');
  const [touched, setTouched] = useState(false);
  const [submission, submit] = useSubmission();
  const question = { ...firing, firingId: firing.id, asks: 'void' as const };
  const fault = reasonFault(reason);
  const confirm = () => {
    setTouched(true);
    if (fault !== null) return;
    const answer = { answer: 'confirm' as const, reason: reason.trim() };
    void submit({ ...answer, of: firing.id }, () =>
      call('POST /api/settings/automation/firings/:firingId/answer', { firingId: firing.id, ...answer }),
    ).then((end) => {
      if (end?.ok !== true) return;
      host.alert('success', 'Voiding');
      close();
      done();
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

const FiringAnswers = ({ firing, changed }: { firing: FiringView; changed: () => void }) => {
  const { call, host } = useSettings();
  const { refresh } = useNavigation();
  const [submission, submit] = useSubmission();
  const answers = answersOf(firing);
  if (answers.length === 0) return null;
  const done = () => {
    changed();
    refresh();
  };
  return (
    <Column gap="xs">
      <Row gap="xs">
        {firing.asks === 'void' && firing.contracts.length > 0 ? (
          <OverlayButton
            id={`confirm-${firing.id}`}
            label={voidLabel({ ...firing, firingId: firing.id, asks: 'void' })}
            title="Void contracts?"
            variant="destructive"
            size="xs"
            danger
          >
            {(close) => <VoidForm firing={firing} done={done} close={close} />}
          </OverlayButton>
        ) : null}
        {answers.map(({ answer, label }) => (
          <LoadingButton
            key={answer}
            size="xs"
            variant={answer === 'confirm' ? 'primary' : 'secondary'}
            loading={submission.state === 'sending'}
            testId={`${answer}-${firing.id}`}
            onClick={() => {
              void submit({ answer, of: firing.id }, () =>
                call('POST /api/settings/automation/firings/:firingId/answer', {
                  firingId: firing.id,
                  answer,
                }),
              ).then((end) => {
                if (end?.ok !== true) return;
                host.alert('success', told[answer]);
                done();
              });
            }}
          >
            {label}
          </LoadingButton>
        ))}
      </Row>
      <ErrorNotice error={submission.error} />
    </Column>
  );
};
