import { useState } from 'react';
import { Alert, Checkbox, List, LoadingButton, Text } from '@hubspot/ui-extensions';
import { Column, Row } from '../../kit/layout.tsx';
import type { Consequences, ConsequencesView } from '@dealdraft/wire/settings.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { WorkspaceForm } from './workspace-form.ts';
import { changesOf, emptyForm, formFaults, leadsElsewhere } from './workspace-form.ts';
import { PlaceFields } from './place-fields.tsx';
import type { WorkspaceProps } from './workspace-props.ts';

type FormProps = WorkspaceProps & { close: () => void };

export const EditForm = ({ workspace, regions, changed, close }: FormProps) => {
  const { call } = useSettings();
  const [form, setForm] = useState<WorkspaceForm>({
    ...emptyForm,
    name: workspace.name,
    region: workspace.region ?? 'other',
    baseUrl: workspace.baseUrl,
    userEmail: workspace.userEmail ?? '',
  });
  const [submission, submit] = useSubmission();
  const elsewhere = leadsElsewhere(form, workspace);
  const faults = formFaults(form, { id: false, secret: elsewhere });
  const save = () => {
    if (Object.keys(faults).length > 0) return;
    const body = changesOf(elsewhere ? form : { ...form, clientSecret: '' });
    void submit(body, () =>
      call('POST /api/settings/workspaces/:workspaceId', { workspaceId: workspace.workspaceId, ...body }),
    ).then((answer) => {
      if (answer?.ok !== true) return;
      close();
      changed();
    });
  };
  return (
    <Column>
      <TextField
        name="edit-name"
        label="Name"
        required
        value={form.name}
        fault={faults.name ?? null}
        onChange={(name) => {
          setForm({ ...form, name });
        }}
      />
      <PlaceFields form={form} setForm={setForm} regions={regions} fault={faults.baseUrl ?? null} />
      {elsewhere ? (
        <TextField
          name="edit-secret"
          label="Client secret"
          description="Enter it again: the stored one isn’t sent to another address."
          secret
          required
          value={form.clientSecret}
          fault={faults.clientSecret ?? null}
          onChange={(clientSecret) => {
            setForm({ ...form, clientSecret });
          }}
        />
      ) : null}
      <TextField
        name="edit-user"
        label="Acting user’s email"
        description="Contracts are made in this person’s name in SpotDraft. Leave blank to use the API user."
        value={form.userEmail}
        fault={faults.userEmail ?? null}
        onChange={(userEmail) => {
          setForm({ ...form, userEmail });
        }}
      />
      <ErrorNotice error={submission.error} onRetry={save} />
      <Row>
        <LoadingButton variant="primary" loading={submission.state === 'sending'} onClick={save}>
          Save
        </LoadingButton>
      </Row>
    </Column>
  );
};

export const SecretForm = ({ workspace, changed, close }: FormProps) => {
  const { call, host } = useSettings();
  const [secret, setSecret] = useState('');
  const [submission, submit] = useSubmission();
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Check and replace"
      canConfirm={secret.trim() !== ''}
      onCancel={close}
      onConfirm={() => {
        const body = { clientSecret: secret.trim() };
        void submit(body, () =>
          call('POST /api/settings/workspaces/:workspaceId/secret', {
            workspaceId: workspace.workspaceId,
            ...body,
          }),
        ).then((answer) => {
          if (answer?.ok !== true) return;
          host.alert('success', `${workspace.name} uses the new secret. What was waiting goes on.`);
          close();
          changed();
        });
      }}
    >
      <Text>The new secret is proved at SpotDraft before it replaces {workspace.secretMask}.</Text>
      <TextField
        name="new-secret"
        label="Client secret"
        secret
        required
        value={secret}
        onChange={setSecret}
      />
    </ModalForm>
  );
};

/** Pausing says first what it stops; resuming needs no more than a click. */
export const SwitchForm = ({ workspace, changed, close }: FormProps) => {
  const { call } = useSettings();
  const [submission, submit] = useSubmission();
  const [consequences, read] = useRead<ConsequencesView>(
    () =>
      call('GET /api/settings/workspaces/:workspaceId/consequences', { workspaceId: workspace.workspaceId }),
    [workspace.workspaceId],
  );
  const to = workspace.state === 'paused' ? 'resume' : 'pause';
  return (
    <ModalForm
      submission={submission}
      confirmLabel={to === 'pause' ? 'Pause this workspace' : 'Resume this workspace'}
      onCancel={close}
      onConfirm={() => {
        void submit(to, () =>
          call(`POST /api/settings/workspaces/:workspaceId/${to}`, { workspaceId: workspace.workspaceId }),
        ).then((answer) => {
          if (answer?.ok !== true) return;
          close();
          changed();
        });
      }}
    >
      {to === 'resume' ? (
        <Text>Contracts can be made again, and what changed at SpotDraft meanwhile is read now.</Text>
      ) : (
        <LoadedView loaded={consequences} label="Checking what this would stop" retry={read}>
          {(view) => <ConsequenceList of={view.pause} />}
        </LoadedView>
      )}
    </ModalForm>
  );
};

export const RemoveForm = ({ workspace, changed, close }: FormProps) => {
  const { call, host } = useSettings();
  const [name, setName] = useState('');
  const [history, setHistory] = useState(false);
  const [submission, submit] = useSubmission();
  const [consequences, read] = useRead<ConsequencesView>(
    () =>
      call('GET /api/settings/workspaces/:workspaceId/consequences', { workspaceId: workspace.workspaceId }),
    [workspace.workspaceId],
  );
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Remove this workspace"
      danger
      canConfirm={name.trim() === workspace.name}
      onCancel={close}
      onConfirm={() => {
        const body = { confirmName: name.trim(), deleteHistory: history };
        void submit(body, () =>
          call('POST /api/settings/workspaces/:workspaceId/remove', {
            workspaceId: workspace.workspaceId,
            ...body,
          }),
        ).then((answer) => {
          if (answer?.ok !== true) return;
          host.alert(
            answer.data.webhookLeft === null ? 'success' : 'warning',
            answer.data.webhookLeft === null
              ? `${workspace.name} is removed.`
              : `${workspace.name} is removed. Delete the webhook ${answer.data.webhookLeft} in SpotDraft yourself: it did not let DealDraft do it.`,
          );
          close();
          changed();
        });
      }}
    >
      <LoadedView loaded={consequences} label="Checking what this would stop" retry={read}>
        {(view) => <ConsequenceList of={history ? view.removeWithHistory : view.remove} />}
      </LoadedView>
      <Checkbox name="remove-history" checked={history} onChange={setHistory}>
        Also delete the record of which contract belongs to which deal
      </Checkbox>
      <TextField
        name="remove-name"
        label={`Type “${workspace.name}” to confirm`}
        required
        value={name}
        onChange={setName}
      />
    </ModalForm>
  );
};

const ConsequenceList = ({ of }: { of: Consequences }) => (
  <Column gap="sm">
    <Group title="Stops" lines={of.stops} variant="warning" />
    <Group title="Stays" lines={of.stays} variant="info" />
    <Group title="Is deleted" lines={of.deleted} variant="danger" />
  </Column>
);

const Group = ({
  title,
  lines,
  variant,
}: {
  title: string;
  lines: readonly string[];
  variant: 'warning' | 'info' | 'danger';
}) =>
  lines.length === 0 ? null : (
    <Alert title={title} variant={variant}>
      <List>
        {lines.map((line) => (
          <Text key={line}>{line}</Text>
        ))}
      </List>
    </Alert>
  );
