import { useState } from 'react';
import { Alert, Checkbox, Heading, LoadingButton, Text } from '@hubspot/ui-extensions';
import { SmallButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { Allowed, Preferences, PreferencesView } from '@dealdraft/wire/settings.ts';
import { readAddresses } from '../../kit/addresses.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { AlertKey } from './alert-key.tsx';

type Props = { show: 'preferences' | 'alerts' };

/** What counts for everybody in this account. Saved together; somebody else's change is never written over. */
export const PreferencesSection = ({ show }: Props) => {
  const { call } = useSettings();
  const [view, read] = useRead<PreferencesView>(() => call('GET /api/settings/preferences'), []);
  return (
    <LoadedView loaded={view} label="Reading the preferences" retry={read}>
      {(value) => <Form key={value.revision} show={show} view={value} read={read} />}
    </LoadedView>
  );
};

const Form = ({ show, view, read }: Props & { view: PreferencesView; read: () => void }) => {
  const { call, host } = useSettings();
  const [form, setForm] = useState<Preferences>(view.preferences);
  const [theirs, setTheirs] = useState<{ by: string } | null>(null);
  const [submission, submit] = useSubmission();
  const changed = JSON.stringify(form) !== JSON.stringify(view.preferences);
  const save = () => {
    const body = { revision: view.revision, preferences: form };
    void submit(body, () => call('POST /api/settings/preferences', body)).then((answer) => {
      if (answer?.ok !== true) return;
      if (answer.data.kind === 'conflict') {
        setTheirs(answer.data.theirs);
        return;
      }
      host.alert('success', 'Saved.');
      read();
    });
  };
  return (
    <Column>
      {show === 'preferences' ? (
        <PermissionFields form={form} setForm={setForm} />
      ) : (
        <AlertFields form={form} setForm={setForm} view={view} saved={!changed} read={read} />
      )}
      {theirs === null ? null : (
        <Alert title={`${theirs.by} changed these meanwhile`} variant="warning">
          <SmallButton onClick={read}>Read them again</SmallButton>
        </Alert>
      )}
      <ErrorNotice error={submission.error} onRetry={save} />
      <Row align="center">
        <LoadingButton
          size="sm"
          variant="primary"
          disabled={!changed}
          loading={submission.state === 'sending'}
          onClick={save}
        >
          Save
        </LoadingButton>
        {changed ? <Small>Not saved yet.</Small> : null}
      </Row>
    </Column>
  );
};

type FieldProps = { form: Preferences; setForm: (form: Preferences) => void };

const PermissionFields = ({ form, setForm }: FieldProps) => (
  <>
    <AllowedFields
      name="generate"
      label="Who may generate contracts"
      value={form.whoMayGenerate}
      onChange={(whoMayGenerate) => {
        setForm({ ...form, whoMayGenerate });
      }}
    />
    <AllowedFields
      name="act"
      label="Who may send, remind, void and link contracts"
      value={form.whoMayAct}
      onChange={(whoMayAct) => {
        setForm({ ...form, whoMayAct });
      }}
    />
    <Checkbox
      name="block-drift"
      checked={form.blockSendingOnDrift}
      description="The deal changed after the contract was made: somebody has to regenerate it, or keep it with a reason"
      onChange={(blockSendingOnDrift) => {
        setForm({ ...form, blockSendingOnDrift });
      }}
    >
      A contract that differs from its deal cannot be sent
    </Checkbox>
  </>
);

type AllowedProps = { name: string; label: string; value: Allowed; onChange: (value: Allowed) => void };

const AllowedFields = ({ name, label, value, onChange }: AllowedProps) => {
  const [text, setText] = useState(value.emails.join('\n'));
  const { invalid } = readAddresses(text);
  return (
    <Column gap="sm">
      <Choice
        name={`who-${name}`}
        label={label}
        value={value.who}
        options={[
          { value: 'everybody', label: 'Everybody who sees the deal' },
          { value: 'listed', label: 'Only the people listed, and admins' },
          { value: 'admins', label: 'Only admins' },
        ]}
        onChange={(who) => {
          onChange({ ...value, who });
        }}
      />
      {value.who === 'listed' ? (
        <TextField
          name={`who-${name}-emails`}
          label="People"
          description="One email address per line"
          rows={4}
          value={text}
          fault={invalid.length === 0 ? null : `${invalid.join(', ')}: not an email address`}
          onChange={(next) => {
            setText(next);
            onChange({ ...value, emails: readAddresses(next).valid });
          }}
        />
      ) : null}
    </Column>
  );
};

type AlertProps = FieldProps & { view: PreferencesView; saved: boolean; read: () => void };

const AlertFields = ({ form, setForm, view, saved, read }: AlertProps) => {
  const { ago } = useTimeWords();
  const { alerts } = form;
  return (
    <>
      <Column gap="flush">
        <Heading>Alerts</Heading>
        <Text>
          DealDraft posts a signed message to this address when something breaks and when it works again,
          never in between. Point it at your incident tool, a chat’s incoming webhook or a mailer.
        </Text>
      </Column>
      <TextField
        name="alert-url"
        label="Webhook address"
        placeholder="https://…"
        value={alerts.webhookUrl ?? ''}
        onChange={(url) => {
          setForm({ ...form, alerts: { ...alerts, webhookUrl: url.trim() === '' ? null : url.trim() } });
        }}
      />
      <Checkbox
        name="alert-admin-only"
        checked={alerts.onlyAdminProblems}
        onChange={(onlyAdminProblems) => {
          setForm({ ...form, alerts: { ...alerts, onlyAdminProblems } });
        }}
      >
        Leave out what only sellers can put right
      </Checkbox>
      {view.lastAlert === null ? null : (
        <Alert
          title={`Last alert ${ago(view.lastAlert.at)}`}
          variant={view.lastAlert.state === 'failed' ? 'danger' : 'info'}
        >
          {view.lastAlert.text}
        </Alert>
      )}
      {view.preferences.alerts.webhookUrl === null ? null : (
        <AlertKey mask={view.alertKeyMask} canTest={saved} changed={read} />
      )}
    </>
  );
};
