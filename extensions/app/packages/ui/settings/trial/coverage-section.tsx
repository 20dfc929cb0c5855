import { DealLink } from '../parts/deal-link.tsx';
import { useCallback, useEffect, useState } from 'react';
import {
  Alert,
  Button,
  Heading,
  LoadingButton,
  NumberInput,
  ProgressBar,
  TableCell,
  TableRow,
  Tag,
  Text,
} from '@hubspot/ui-extensions';
import { Column, Fields, Row, Small } from '../../kit/layout.tsx';
import type { ChoicesView, CoverageView } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { usePoll } from '../parts/use-poll.ts';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { WithStore } from '../draft/with-store.ts';

const PAGE = 15;

/** The mapping over the newest deals of a pipeline: how many are ready, and what the others lack. */
export const CoverageSection = ({ of, editor, store }: WithStore) => {
  const { call } = useSettings();
  const [choices, readChoices] = useRead<ChoicesView>(
    () =>
      call('GET /api/settings/workspaces/:workspaceId/choices', { workspaceId: of.workspaceId }, 'vendor'),
    [of.workspaceId],
  );
  const [run, load] = useLoaded<CoverageView | null>();
  const [pipelineId, setPipeline] = useState<string | null>(null);
  const [deals, setDeals] = useState(50);
  const [version, setVersion] = useState<'draft' | 'published'>('draft');
  const [submission, submit] = useSubmission();
  const pipelines = choices.value?.pipelines ?? [];
  const chosen = pipelineId ?? pipelines[0]?.id;

  useEffect(
    () => void load(() => call('GET /api/settings/templates/:workspaceId/:templateId/coverage', of)),
    [call, load],
  );
  const look = useCallback(() => {
    const runId = run.value?.runId;
    if (runId !== undefined)
      void load(() => call('GET /api/settings/coverage/:runId', { runId }), { keep: true });
  }, [call, load, run.value?.runId]);
  // A reading that failed is tried again at the same pace: the run itself goes on at the service.
  usePoll(run.state === 'loading' ? null : (run.value?.pollAfterMs ?? null), run.ticket, look);

  const start = () => {
    if (chosen === undefined) return;
    void submit({ chosen, deals, version }, async () => {
      if (version === 'draft') await store.flush();
      return call('POST /api/settings/templates/:workspaceId/:templateId/coverage', {
        ...of,
        pipelineId: chosen,
        of: version,
        deals,
      });
    }).then((answer) => {
      if (answer?.ok === true) void load(() => Promise.resolve(answer));
    });
  };
  const running = run.value?.state === 'running';
  return (
    <Column>
      <Column gap="flush">
        <Heading>On the newest deals of a pipeline</Heading>
        <Text>Finds what your deals lack before sellers do. Nothing is written to HubSpot or SpotDraft.</Text>
      </Column>
      <ErrorNotice error={choices.error} onRetry={readChoices} />
      <Fields
        action={
          <LoadingButton
            size="sm"
            variant="primary"
            testId="coverage-start"
            loading={submission.state === 'sending' || running}
            disabled={chosen === undefined}
            onClick={start}
          >
            Test these deals
          </LoadingButton>
        }
      >
        <Choice
          name="coverage-pipeline"
          label="Pipeline"
          placeholder="Choose a pipeline"
          value={chosen}
          options={pipelines.map(({ id, label }) => ({ value: id, label }))}
          onChange={setPipeline}
        />
        <NumberInput
          name="coverage-deals"
          label="Deals"
          min={1}
          max={200}
          value={deals}
          onChange={(number) => {
            if (Number.isFinite(number)) setDeals(Math.min(200, Math.max(1, Math.trunc(number))));
          }}
        />
        {editor.published === null ? null : (
          <Choice
            name="coverage-version"
            label="Mapping"
            value={version}
            options={[
              { value: 'draft', label: 'The draft' },
              { value: 'published', label: 'The published version' },
            ]}
            onChange={setVersion}
          />
        )}
      </Fields>
      <ErrorNotice error={submission.error} onRetry={start} />
      <ErrorNotice error={run.error} onRetry={look} />
      {run.value === null ? null : <Result view={run.value} />}
    </Column>
  );
};

const variants = { ready: 'success', missing: 'warning', choose: 'info', unreadable: 'error' } as const;

const Result = ({ view }: { view: CoverageView }) => {
  const { ago } = useTimeWords();
  const [group, setGroup] = useState<string | null>(null);
  const [page, setPage] = useState(1);
  const shown = view.deals.filter((deal) => group === null || deal.groups.includes(group));
  const show = (key: string | null) => {
    setGroup(key);
    setPage(1);
  };
  return (
    <Column>
      {view.state === 'running' ? (
        <ProgressBar
          title="Trying the deals"
          value={view.done}
          maxValue={Math.max(view.total, 1)}
          valueDescription={`${String(view.done)} of ${String(view.total)} deals. You can leave this page: it goes on.`}
        />
      ) : null}
      {view.state === 'failed' ? (
        <Alert title="The trial stopped" variant="danger">
          <Text>{view.message ?? 'HubSpot did not answer. Start it again.'}</Text>
        </Alert>
      ) : null}
      {view.state === 'done' ? (
        <Alert
          title={view.summary}
          variant={view.groups.every(({ state }) => state === 'ready') ? 'success' : 'warning'}
        >
          <Text>
            {String(view.total)} deals, tried {ago(view.startedAt)} by {view.startedBy}.
          </Text>
        </Alert>
      ) : null}
      {view.groups.length === 0 ? null : (
        <Row gap="xs" wrap>
          <Button
            size="xs"
            variant={group === null ? 'primary' : 'secondary'}
            onClick={() => {
              show(null);
            }}
          >
            All ({String(view.deals.length)})
          </Button>
          {view.groups.map(({ key, text, count }) => (
            <Button
              key={key}
              size="xs"
              variant={group === key ? 'primary' : 'secondary'}
              onClick={() => {
                show(key);
              }}
            >
              {text} ({String(count)})
            </Button>
          ))}
        </Row>
      )}
      {shown.length === 0 ? null : (
        <ListTable
          columns={['Deal', { title: 'State', width: 'min' }, 'Missing']}
          paging={{ page, pages: Math.ceil(shown.length / PAGE), go: setPage }}
        >
          {shown.slice((page - 1) * PAGE, page * PAGE).map((deal) => (
            <DealRow key={deal.dealId} deal={deal} />
          ))}
        </ListTable>
      )}
    </Column>
  );
};

const DealRow = ({ deal }: { deal: CoverageView['deals'][number] }) => (
  <TableRow>
    <TableCell>
      <DealLink dealId={deal.dealId} name={deal.name} />
    </TableCell>
    <TableCell>
      <Tag variant={variants[deal.state]}>{deal.text}</Tag>
    </TableCell>
    <TableCell>
      {deal.gaps.map((gap) => (
        <Small key={gap.target}>{gap.message}</Small>
      ))}
    </TableCell>
  </TableRow>
);
