import { useCallback, useEffect, useState } from 'react';
import { Alert, LoadingButton, MultiSelect, Text } from '@hubspot/ui-extensions';
import { Column, Fields } from '../../kit/layout.tsx';
import type { ChoicesView, OrphanScanView, WorkspacesView } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { InnerTabs } from '../../kit/inner-tabs.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { usePoll } from '../parts/use-poll.ts';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { OrphanContracts } from './orphan-contracts.tsx';
import { OrphanDeals } from './orphan-deals.tsx';

/** Contracts without a deal, and deals that should have a contract and have none. */
export const OrphansPage = () => {
  const { call } = useSettings();
  const [workspaces, read] = useRead<WorkspacesView>(() => call('GET /api/settings/workspaces'), []);
  return (
    <LoadedView loaded={workspaces} label="Reading the workspaces" retry={read}>
      {(view) => {
        const known = view.workspaces.filter(({ state }) => state === 'active' || state === 'paused');
        return known.length === 0 ? (
          <Alert title="Connect SpotDraft first" variant="info">
            The orphan finder compares contracts in SpotDraft with your deals.
          </Alert>
        ) : (
          <Finder workspaces={known} />
        );
      }}
    </LoadedView>
  );
};

const Finder = ({ workspaces }: { workspaces: WorkspacesView['workspaces'] }) => {
  const { call } = useSettings();
  const [scan, load] = useLoaded<OrphanScanView | null>();
  const look = useCallback(
    () => void load(() => call('GET /api/settings/orphans/scan'), { keep: true }),
    [call, load],
  );
  useEffect(look, [look]);
  usePoll(scan.state === 'loading' ? null : (scan.value?.pollAfterMs ?? null), scan.ticket, look);
  return (
    <Column>
      <ScanForm
        workspaces={workspaces}
        running={scan.value?.state === 'running'}
        started={(view) => void load(() => Promise.resolve({ ok: true as const, data: view }))}
      />
      <ErrorNotice error={scan.error} onRetry={look} />
      {scan.value === null ? null : <Found scan={scan.value} />}
    </Column>
  );
};

type FormProps = {
  workspaces: WorkspacesView['workspaces'];
  running: boolean;
  started: (scan: OrphanScanView) => void;
};

const ScanForm = ({ workspaces, running, started }: FormProps) => {
  const { call } = useSettings();
  const [workspaceId, setWorkspace] = useState(workspaces[0]?.workspaceId ?? '');
  const [pipelineId, setPipeline] = useState<string | null>(null);
  const [stageIds, setStages] = useState<string[] | null>(null);
  const [submission, submit] = useSubmission();
  const [choices, readChoices] = useRead<ChoicesView>(
    () => call('GET /api/settings/workspaces/:workspaceId/choices', { workspaceId }, 'vendor'),
    [workspaceId],
  );
  const pipelines = choices.value?.pipelines ?? [];
  const pipeline = pipelines.find(({ id }) => id === pipelineId) ?? pipelines[0];
  const chosen = stageIds ?? (pipeline?.stages ?? []).filter(({ isWon }) => isWon).map(({ id }) => id);
  const start = () => {
    if (pipeline === undefined) return;
    const body = { workspaceId, pipelineId: pipeline.id, stageIds: chosen };
    void submit(body, () => call('POST /api/settings/orphans/scan', body)).then((answer) => {
      if (answer?.ok === true) started(answer.data);
    });
  };
  return (
    <Column gap="sm">
      <Text>
        Finds contracts in SpotDraft that no deal knows, and deals in these stages without a contract.
      </Text>
      <ErrorNotice error={choices.error} onRetry={readChoices} />
      <Fields
        action={
          <LoadingButton
            size="sm"
            variant="primary"
            loading={running || submission.state === 'sending'}
            disabled={pipeline === undefined || chosen.length === 0}
            onClick={start}
          >
            Search
          </LoadingButton>
        }
      >
        <Choice
          name="orphan-workspace"
          label="Workspace"
          value={workspaceId}
          options={workspaces.map((each) => ({ value: each.workspaceId, label: each.name }))}
          onChange={setWorkspace}
        />
        <Choice
          name="orphan-pipeline"
          label="Pipeline"
          value={pipeline?.id}
          options={pipelines.map(({ id, label }) => ({ value: id, label }))}
          onChange={(id) => {
            setPipeline(id);
            setStages(null);
          }}
        />
        <MultiSelect
          name="orphan-stages"
          label="Stages that need a contract"
          value={chosen}
          options={(pipeline?.stages ?? []).map(({ id, label }) => ({ value: id, label }))}
          onChange={(ids) => {
            setStages(ids.map(String));
          }}
        />
      </Fields>
      <ErrorNotice error={submission.error} onRetry={start} />
    </Column>
  );
};

const Found = ({ scan }: { scan: OrphanScanView }) => {
  const { ago } = useTimeWords();
  const [open, setOpen] = useState<'contracts' | 'deals'>('contracts');
  return (
    <Column>
      <Alert
        title={
          scan.state === 'running' ? 'Searching' : scan.state === 'failed' ? 'The search stopped' : 'Searched'
        }
        variant={scan.state === 'failed' ? 'danger' : 'info'}
      >
        <Text>
          {scan.text} Begun {ago(scan.startedAt)} by {scan.startedBy} in {scan.workspaceName}.
          {scan.cut ? ' There are more than are shown: narrow the stages.' : ''}
        </Text>
      </Alert>
      <InnerTabs
        tabs={[
          { id: 'contracts', title: 'Contracts without a deal' },
          { id: 'deals', title: 'Deals without a contract' },
        ]}
        open={open}
        onOpen={setOpen}
      >
        {open === 'contracts' ? (
          <OrphanContracts key={`${scan.scanId}-${scan.state}`} />
        ) : (
          <OrphanDeals key={`${scan.scanId}-${scan.state}`} />
        )}
      </InnerTabs>
    </Column>
  );
};
