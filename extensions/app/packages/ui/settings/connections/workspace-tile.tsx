import type { WorkspaceProps } from './workspace-props.ts';
import {
  Alert,
  DescriptionList,
  DescriptionListItem,
  Heading,
  LoadingButton,
  ProgressBar,
  StatusTag,
  Text,
  Tile,
} from '@hubspot/ui-extensions';
import { Column, Row } from '../../kit/layout.tsx';
import { count } from '../../format/plural.ts';
import { EnvironmentTag } from '../../kit/environment-tag.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { ConnectionTestPanel } from './connection-test.tsx';
import { EditForm, RemoveForm, SecretForm, SwitchForm } from './workspace-forms.tsx';

const stateTags = {
  active: <StatusTag variant="success">Connected</StatusTag>,
  paused: <StatusTag variant="warning">Paused</StatusTag>,
  revoked: <StatusTag variant="danger">Credentials refused</StatusTag>,
  removed: <StatusTag>Removed</StatusTag>,
};

/** One workspace: whether it works, what is in it, and what can be done with it. */
export const WorkspaceTile = (props: WorkspaceProps) => {
  const { workspace, changed } = props;
  const { workspaceId: id, name, templates, contracts, webhook } = workspace;
  const { ago } = useTimeWords();
  const paused = workspace.state === 'paused';
  return (
    <Tile testId={`workspace-${id}`}>
      <Column>
        <Row align="center" wrap>
          <Heading>{name}</Heading>
          <EnvironmentTag environment={workspace.environment} />
          {stateTags[workspace.state]}
        </Row>
        {workspace.environment === 'uat' ? (
          <Alert title="Test environment" variant="warning">
            Contracts made here are for testing only. They are marked on every deal.
          </Alert>
        ) : null}
        {workspace.state === 'active' ? null : <Text>{workspace.stateText}</Text>}
        {templates.reading === null ? null : (
          <ProgressBar
            title="Reading templates"
            value={templates.reading.done}
            maxValue={Math.max(templates.reading.total, 1)}
            valueDescription={`${String(templates.reading.done)} of ${String(templates.reading.total)}`}
          />
        )}
        {templates.message === null ? null : (
          <Alert title="The templates could not be read" variant="warning">
            {templates.message}
          </Alert>
        )}
        <DescriptionList direction="row">
          <DescriptionListItem label="Address">
            <Text>{workspace.baseUrl}</Text>
          </DescriptionListItem>
          <DescriptionListItem label="Client id">
            <Text>{workspace.clientId}</Text>
          </DescriptionListItem>
          <DescriptionListItem label="Client secret">
            <Text>{workspace.secretMask}</Text>
          </DescriptionListItem>
          <DescriptionListItem label="Acting user">
            <Text>{workspace.userEmail ?? 'the user of the credentials'}</Text>
          </DescriptionListItem>
          <DescriptionListItem label="Templates">
            <Text>
              {String(templates.published)} published in SpotDraft, {String(templates.mapped)} mapped
              {templates.paused === 0 ? '' : `, ${String(templates.paused)} paused`} · read{' '}
              {ago(templates.readAt)}
            </Text>
          </DescriptionListItem>
          <DescriptionListItem label="Contracts">
            <Text>
              {count(contracts.total, 'contract')}, {String(contracts.open)} open
            </Text>
          </DescriptionListItem>
          <DescriptionListItem label="Notices">
            <Text>
              {webhook.text} Last one {ago(webhook.lastDeliveryAt)}.
            </Text>
          </DescriptionListItem>
        </DescriptionList>
        {webhook.state === 'active' ? null : <WebhookButton {...props} />}
        <Row gap="xs" wrap>
          <OverlayButton id={`test-${id}`} label="Test" title={`Test ${name}`} kind="panel" variant="primary">
            {() => <ConnectionTestPanel workspaceId={id} />}
          </OverlayButton>
          <OverlayButton id={`edit-${id}`} label="Edit" title={`Edit ${name}`} kind="panel">
            {(close) => <EditForm {...props} close={close} />}
          </OverlayButton>
          <OverlayButton id={`secret-${id}`} label="Replace secret" title={`New secret for ${name}`}>
            {(close) => <SecretForm {...props} close={close} />}
          </OverlayButton>
          <OverlayButton
            id={`switch-${id}`}
            label={paused ? 'Resume' : 'Pause'}
            title={`${paused ? 'Resume' : 'Pause'} ${name}`}
          >
            {(close) => <SwitchForm {...props} close={close} />}
          </OverlayButton>
          <OverlayButton
            id={`remove-${id}`}
            label="Remove"
            title={`Remove ${name}`}
            variant="destructive"
            danger
          >
            {(close) => (
              <RemoveForm workspace={workspace} regions={props.regions} changed={changed} close={close} />
            )}
          </OverlayButton>
        </Row>
      </Column>
    </Tile>
  );
};

const WebhookButton = ({ workspace, changed }: WorkspaceProps) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  return (
    <Alert title="Notices from SpotDraft do not arrive" variant="warning">
      <Column gap="xs">
        <Text>Statuses are still checked on a schedule, only later.</Text>
        <LoadingButton
          size="xs"
          variant="secondary"
          loading={submission.state === 'sending'}
          onClick={() => {
            void submit('webhook', () =>
              call('POST /api/settings/workspaces/:workspaceId/webhook', {
                workspaceId: workspace.workspaceId,
              }),
            ).then((answer) => {
              if (answer?.ok === true)
                host.alert('success', 'SpotDraft was asked to send its notices here again.');
              changed();
            });
          }}
        >
          Register again
        </LoadingButton>
        <ErrorNotice error={submission.error} />
      </Column>
    </Alert>
  );
};
