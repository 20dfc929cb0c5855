import {
  Alert,
  Button,
  Heading,
  LoadingSpinner,
  StatusTag,
  StepIndicator,
  Text,
  Tile,
} from '@hubspot/ui-extensions';
import { PlainButton, QuietButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { DealsView, OverviewView, WorkspacesView } from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { NewWorkspaceForm } from '../connections/new-workspace-form.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { usePoll } from '../parts/use-poll.ts';
import { useRead } from '../../kit/use-read.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import { guideOf } from './first-run.ts';
import { TemplatesPage } from '../templates/templates-page.tsx';
import { DealLink } from '../parts/deal-link.tsx';

const PACE_MS = 3_000;

/** From nothing to the first contract: one step at a time, each done here or one click away. */
export const StartPage = ({ overview }: { overview: OverviewView }) => {
  const { steps } = overview.firstRun;
  const at = steps.findIndex(({ state }) => state === 'next');
  const guide = guideOf(overview);
  return (
    <Column gap="lg">
      <StepIndicator
        stepNames={steps.map(({ label }) => label)}
        currentStep={at < 0 ? steps.length - 1 : at}
        direction="horizontal"
        variant="compact"
      />
      <Tile>
        <Column>
          <Column gap="flush">
            <Heading>{guide.title}</Heading>
            <Text>{guide.text}</Text>
          </Column>
          <StepBody overview={overview} />
        </Column>
      </Tile>
      {overview.workspaces.length === 0 ? null : <Glance overview={overview} />}
    </Column>
  );
};

const StepBody = ({ overview }: { overview: OverviewView }) => {
  const { go } = useNavigation();
  const guide = guideOf(overview);
  switch (guide.step) {
    case 'connect':
      return <ConnectStep />;
    case 'choose_template':
      return <ChooseStep overview={overview} />;
    case 'map':
    case 'try':
    case 'publish': {
      const { template } = overview.firstRun;
      if (template === null) return <ChooseStep overview={overview} />;
      return (
        <Row gap="xs">
          <Button
            variant="primary"
            testId="next-step"
            onClick={() => {
              go({ page: 'template', ...refOf(template), part: guide.step === 'try' ? 'try' : 'mapping' });
            }}
          >
            {guide.action}
          </Button>
          <Button
            variant="secondary"
            onClick={() => {
              go({ page: 'templates' });
            }}
          >
            Choose another template
          </Button>
        </Row>
      );
    }
    case 'open_deal':
    case null:
      return <OpenDealStep done={guide.step === null} />;
  }
};

const refOf = ({ workspaceId, templateId }: { workspaceId: string; templateId: number }) => ({
  workspaceId,
  templateId,
});

const ConnectStep = () => {
  const { call } = useSettings();
  const { refresh } = useNavigation();
  const [workspaces, read] = useRead<WorkspacesView>(() => call('GET /api/settings/workspaces'), []);
  return (
    <LoadedView loaded={workspaces} label="Reading the regions" retry={read}>
      {(view) => <NewWorkspaceForm regions={view.regions} added={refresh} />}
    </LoadedView>
  );
};

/** Templates are read in the background after connecting: the page waits for them with the count. */
const ChooseStep = ({ overview }: { overview: OverviewView }) => {
  const { refresh } = useNavigation();
  const reading = overview.workspaces.find(
    ({ templates }) => templates.reading !== null || templates.readAt === null,
  );
  const found = overview.workspaces.reduce((sum, { templates }) => sum + templates.published, 0);
  usePoll(reading === undefined ? null : PACE_MS, overview.workspaces.length + found, refresh);
  return (
    <Column>
      {reading === undefined ? null : (
        <LoadingSpinner
          label={`Reading templates from ${reading.name}: ${count(found, 'template')} so far`}
          showLabel
          size="sm"
        />
      )}
      <TemplatesPage key={found} />
    </Column>
  );
};

const OpenDealStep = ({ done }: { done: boolean }) => {
  const { call } = useSettings();
  const { go } = useNavigation();
  const [deals, read] = useRead<DealsView>(() => call('GET /api/settings/deals', {}, 'vendor'), []);
  return (
    <Column gap="sm">
      {done ? (
        <Alert title="DealDraft is set up" variant="success">
          <Text>Sellers generate contracts from the card on a deal. Health shows that all is well.</Text>
        </Alert>
      ) : null}
      <LoadedView loaded={deals} label="Reading your newest deals" retry={read}>
        {(view) =>
          view.deals.length === 0 ? (
            <Text>
              This account has no deals yet. Create one in HubSpot and open it: the card Contracts is on its
              page.
            </Text>
          ) : (
            <Column gap="xs">
              {view.deals.slice(0, 5).map((deal) => (
                <DealLink key={deal.id} dealId={deal.id} name={deal.name} />
              ))}
            </Column>
          )
        }
      </LoadedView>
      <Small>No card there? An admin adds “Contracts” once under Customize record on a deal’s page.</Small>
      <Row>
        <PlainButton
          onClick={() => {
            go({ page: 'templates' });
          }}
        >
          Map another template
        </PlainButton>
      </Row>
    </Column>
  );
};

/** What there is so far, each leading to its page. */
const Glance = ({ overview }: { overview: OverviewView }) => {
  const { go } = useNavigation();
  const { health, workspaces } = overview;
  const mapped = workspaces.reduce((sum, { templates }) => sum + templates.mapped, 0);
  return (
    <Row gap="md" align="center" wrap>
      <QuietButton
        onClick={() => {
          go({ page: 'connections' });
        }}
      >
        {count(workspaces.length, 'workspace')}
      </QuietButton>
      <QuietButton
        onClick={() => {
          go({ page: 'templates' });
        }}
      >
        {count(mapped, 'mapped template')}
      </QuietButton>
      <StatusTag
        variant={health.state === 'well' ? 'success' : health.state === 'broken' ? 'danger' : 'warning'}
        onClick={() => {
          go({ page: 'health' });
        }}
      >
        {health.text}
      </StatusTag>
    </Row>
  );
};
