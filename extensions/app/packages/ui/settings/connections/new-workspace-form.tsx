import { useState } from 'react';
import { LoadingButton } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { WorkspacesView, WorkspaceView } from '@dealdraft/wire/settings.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';
import { emptyForm, formFaults, newWorkspaceOf } from './workspace-form.ts';
import { PlaceFields } from './place-fields.tsx';

type Props = { regions: WorkspacesView['regions']; added: (workspace: WorkspaceView) => void };

/** Connects a workspace: the credentials are proved at SpotDraft before anything is kept. */
export const NewWorkspaceForm = ({ regions, added }: Props) => {
  const { call, host } = useSettings();
  const [form, setForm] = useState(emptyForm);
  const [touched, setTouched] = useState(false);
  const [submission, submit] = useSubmission();
  const faults = formFaults(form);
  const fault = (field: keyof typeof faults): string | null => (touched ? (faults[field] ?? null) : null);
  const connect = () => {
    setTouched(true);
    if (Object.keys(faults).length > 0) return;
    const body = newWorkspaceOf(form);
    void submit(body, () => call('POST /api/settings/workspaces', body)).then((answer) => {
      if (answer?.ok !== true) return;
      host.alert('success', `${answer.data.name} is connected. Its templates are being read.`);
      added(answer.data);
    });
  };
  return (
    <Column>
      <Choice
        name="workspace-environment"
        label="Environment"
        description="UAT contracts are for testing. They’re labeled and don’t trigger automation."
        value={form.environment}
        options={[
          { value: 'uat', label: 'UAT (for trying things out)' },
          { value: 'production', label: 'Production' },
        ]}
        onChange={(environment) => {
          setForm({ ...form, environment });
        }}
      />
      <TextField
        name="workspace-name"
        label="Name"
        description="Shown to your team"
        required
        value={form.name}
        fault={fault('name')}
        onChange={(name) => {
          setForm({ ...form, name });
        }}
      />
      <PlaceFields form={form} setForm={setForm} regions={regions} fault={fault('baseUrl')} />
      <TextField
        name="workspace-client-id"
        label="Client id"
        required
        value={form.clientId}
        fault={fault('clientId')}
        onChange={(clientId) => {
          setForm({ ...form, clientId });
        }}
      />
      <TextField
        name="workspace-secret"
        label="Client secret"
        description="Kept encrypted and never shown again"
        secret
        required
        value={form.clientSecret}
        fault={fault('clientSecret')}
        onChange={(clientSecret) => {
          setForm({ ...form, clientSecret });
        }}
      />
      <TextField
        name="workspace-user"
        label="Acting user’s email"
        description="Contracts are made in this person’s name in SpotDraft. Leave blank to use the API user."
        value={form.userEmail}
        fault={fault('userEmail')}
        onChange={(userEmail) => {
          setForm({ ...form, userEmail });
        }}
      />
      <ErrorNotice error={submission.error} onRetry={connect} />
      <Column gap="xs">
        <Row>
          <LoadingButton
            variant="primary"
            testId="connect"
            loading={submission.state === 'sending'}
            onClick={connect}
          >
            Check and connect
          </LoadingButton>
        </Row>
        <Small>We’ll only save these if SpotDraft accepts them.</Small>
      </Column>
    </Column>
  );
};
