import { LoadingButton, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import type { FiringAnswer, FiringsView, FiringState, FiringView } from '@dealdraft/wire/automation.ts';
import { FieldLinks } from '../../kit/field-links.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
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
            <Text>It has done nothing yet. It acts on what happens from when it was switched on.</Text>
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
  return [
    ...(asks === 'void' ? [{ answer: 'confirm' as const, label: 'Void them' }] : []),
    { answer: 'decline', label: 'Keep contracts' },
  ];
};

const told: Record<FiringAnswer, string> = {
  confirm: 'The contracts are being voided.',
  decline: 'Left as it is.',
  retry: 'It is tried again.',
};

const FiringAnswers = ({ firing, changed }: { firing: FiringView; changed: () => void }) => {
  const { call, host } = useSettings();
  const { refresh } = useNavigation();
  const [submission, submit] = useSubmission();
  const answers = answersOf(firing);
  if (answers.length === 0) return null;
  return (
    <Column gap="xs">
      <Row gap="xs">
        {answers.map(({ answer, label }) => (
          <LoadingButton
            key={answer}
            size="xs"
            variant={answer === 'confirm' ? 'destructive' : 'secondary'}
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
                changed();
                refresh();
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
