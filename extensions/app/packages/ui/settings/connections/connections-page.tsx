import { Alert, EmptyState, Text } from '@hubspot/ui-extensions';
import { Column, Row } from '../../kit/layout.tsx';
import type { OverviewView, WorkspacesView } from '@dealdraft/wire/settings.ts';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { AbsentNotice } from '../parts/permissions.tsx';
import { usePoll } from '../parts/use-poll.ts';
import { useRead } from '../../kit/use-read.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import { NewWorkspaceForm } from './new-workspace-form.tsx';
import { WorkspaceTile } from './workspace-tile.tsx';

const READING_PACE_MS = 2_000;

/** The SpotDraft workspaces of this account: UAT to try things out, production for contracts that count. */
export const ConnectionsPage = ({ hubspot }: { hubspot: OverviewView['hubspot'] }) => {
  const { call } = useSettings();
  const { refresh } = useNavigation();
  const [workspaces, read] = useRead<WorkspacesView>(() => call('GET /api/settings/workspaces'), []);
  const reading = workspaces.value?.workspaces.some(({ templates }) => templates.reading !== null) ?? false;
  usePoll(reading && workspaces.state !== 'loading' ? READING_PACE_MS : null, workspaces.ticket, read);
  const changed = () => {
    read();
    refresh();
  };
  return (
    <LoadedView loaded={workspaces} label="Reading the connections" retry={read}>
      {(view) => {
        const shown = view.workspaces.filter(({ state }) => state !== 'removed');
        return (
          <Column>
            {shown.length === 0 ? (
              <EmptyState title="SpotDraft is not connected yet" layout="horizontal" imageName="integrations">
                <Column gap="sm">
                  <Text>
                    Create API credentials in SpotDraft under Settings → Developer settings, then enter them
                    here. Use UAT to try things out; production for contracts that count.
                  </Text>
                  <Row>
                    <AddButton view={view} changed={changed} primary />
                  </Row>
                </Column>
              </EmptyState>
            ) : (
              <>
                <Row justify="between" align="center">
                  <Text>
                    Each workspace has credentials, templates and notices of its own; they never mix.
                  </Text>
                  <AddButton view={view} changed={changed} />
                </Row>
                {shown.map((workspace) => (
                  <WorkspaceTile
                    key={workspace.workspaceId}
                    workspace={workspace}
                    regions={view.regions}
                    changed={changed}
                  />
                ))}
              </>
            )}
            <AbsentNotice hubspot={hubspot} />
            <Alert title="Firewall settings" variant="tip">
              SpotDraft sends its notices to {view.webhookOrigin}.
            </Alert>
          </Column>
        );
      }}
    </LoadedView>
  );
};

type AddProps = { view: WorkspacesView; changed: () => void; primary?: boolean };

const AddButton = ({ view, changed, primary = false }: AddProps) => (
  <OverlayButton
    id="add-workspace"
    label={primary ? 'Connect SpotDraft' : 'Connect another workspace'}
    title="Connect a SpotDraft workspace"
    kind="panel"
    variant={primary ? 'primary' : 'secondary'}
  >
    {(close) => (
      <NewWorkspaceForm
        regions={view.regions}
        added={() => {
          close();
          changed();
        }}
      />
    )}
  </OverlayButton>
);
