import { useState } from 'react';
import { Accordion, Alert, EmptyState, Link, LoadingButton, Text } from '@hubspot/ui-extensions';
import { FieldLinks } from '../../kit/field-links.tsx';
import { Column, Fields, Row, Small, Strong } from '../../kit/layout.tsx';
import type { AdminProblem, ProblemsView } from '@dealdraft/wire/settings.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice, RawDetail } from '../../kit/error-notice.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { DealLink } from '../parts/deal-link.tsx';

/** Named faults, each with its cause in plain words, what it affects and what to do. */
export const ProblemsList = () => {
  const { call } = useSettings();
  const [state, setState] = useState<'open' | 'cleared'>('open');
  const [kind, setKind] = useState('');
  const problems = usePaged<ProblemsView, AdminProblem>({
    read: (before) => call('GET /api/settings/problems', { state, kind, before }),
    items: (page) => page.problems,
    next: (page) => page.before,
    on: [state, kind],
  });
  const kinds = problems.first.value?.kinds ?? [];
  return (
    <Column>
      <Fields>
        <Choice
          name="problem-state"
          label="Show"
          value={state}
          options={[
            { value: 'open', label: 'Open' },
            { value: 'cleared', label: 'Ended' },
          ]}
          onChange={setState}
        />
        <Choice
          name="problem-kind"
          label="Kind"
          value={kind}
          options={[
            { value: '', label: 'All kinds' },
            ...kinds.map((each) => ({ value: each.kind, label: `${each.title} (${String(each.count)})` })),
          ]}
          onChange={setKind}
        />
      </Fields>
      <LoadedView loaded={problems.first} label="Reading the problems" retry={problems.again}>
        {() =>
          problems.items.length === 0 ? (
            <EmptyState
              title={state === 'open' ? 'No open problems' : 'Nothing ended yet'}
              layout="vertical"
              imageName="successfullyConnectedEmail"
              imageWidth={120}
            >
              <Text>
                A problem appears here when it begins, and leaves when what it is about works again.
              </Text>
            </EmptyState>
          ) : (
            problems.items.map((problem) => (
              <ProblemBox key={problem.id} problem={problem} changed={problems.again} />
            ))
          )
        }
      </LoadedView>
      <MoreButton more={problems.more} label="Show older problems" />
    </Column>
  );
};

const ProblemBox = ({ problem, changed }: { problem: AdminProblem; changed: () => void }) => {
  const { call, host, hubspotOrigin, portalId } = useSettings();
  const { ago } = useTimeWords();
  const [submission, submit] = useSubmission();
  const act = (what: 'acknowledge' | 'retry') => {
    void submit({ what, id: problem.id }, () =>
      call(`POST /api/settings/problems/:problemId/${what}`, { problemId: problem.id }),
    ).then((answer) => {
      if (answer?.ok !== true) return;
      host.alert('success', answer.data.message);
      changed();
    });
  };
  const sending = submission.state === 'sending';
  return (
    <Alert title={problem.title} variant={problem.clearedAt === null ? 'warning' : 'info'}>
      <Column gap="xs">
        <Text>{problem.message}</Text>
        {problem.clearedAt === null ? (
          <Strong>{problem.nextStep}</Strong>
        ) : (
          <Text>
            Ended {ago(problem.clearedAt)}
            {problem.clearedBy === null ? '' : ` by ${problem.clearedBy}`}.
          </Text>
        )}
        <FieldLinks
          fields={problem.clearedAt === null ? problem.fields : undefined}
          place={{ hubspotOrigin, portalId }}
        />
        <Row wrap>
          {problem.deal === null ? null : <DealLink dealId={problem.deal.id} name={problem.deal.name} />}
          {problem.contract?.link == null ? null : (
            <Link href={{ url: problem.contract.link, external: true }}>{problem.contract.name}</Link>
          )}
          {problem.workspace === null ? null : <Small>{problem.workspace.name}</Small>}
          <Small>
            Since {ago(problem.since)}, last seen {ago(problem.lastSeenAt)}
            {problem.count > 1 ? `, ${String(problem.count)} times` : ''}
            {problem.acknowledged === null ? '' : ` · ${problem.acknowledged.by} looks after it`}
          </Small>
        </Row>
        {problem.clearedAt !== null ? null : (
          <Row gap="xs">
            {problem.retry === null ? null : (
              <LoadingButton
                size="xs"
                variant="secondary"
                loading={sending}
                onClick={() => {
                  act('retry');
                }}
              >
                Try again
              </LoadingButton>
            )}
            {problem.acknowledged !== null ? null : (
              <LoadingButton
                size="xs"
                variant="secondary"
                loading={sending}
                onClick={() => {
                  act('acknowledge');
                }}
              >
                I look after it
              </LoadingButton>
            )}
          </Row>
        )}
        {problem.clearedAt !== null || problem.retry === null ? null : (
          <Small>Try again: {problem.retry}</Small>
        )}
        <ErrorNotice error={submission.error} />
        <Accordion title="For the operator" size="xs">
          <Column gap="xs">
            <Text>{problem.operator}</Text>
            {problem.context.map(({ name, value }) => (
              <Small key={name}>
                {name}: {value}
              </Small>
            ))}
          </Column>
        </Accordion>
        <RawDetail detail={problem.detail} />
      </Column>
    </Alert>
  );
};
