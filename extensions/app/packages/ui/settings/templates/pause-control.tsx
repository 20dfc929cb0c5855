import { useState } from 'react';
import { LoadingButton, Text } from '@hubspot/ui-extensions';
import { Column } from '../../kit/layout.tsx';
import type { TemplateRow, TemplateRef } from '@dealdraft/wire/settings.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';

type Props = { of: TemplateRef; row: TemplateRow; read: () => void };

/** Stops new contracts of this template, or lets them be made again. */
export const PauseControl = ({ of, row, read }: Props) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  if (row.state === 'published') {
    return (
      <OverlayButton id="pause-template" label="Pause" title={`Pause ${row.name}`} size="xs">
        {(close) => <PauseForm of={of} row={row} read={read} close={close} />}
      </OverlayButton>
    );
  }
  return row.state === 'paused' ? (
    <Column gap="xs">
      <LoadingButton
        size="xs"
        variant="secondary"
        loading={submission.state === 'sending'}
        onClick={() => {
          void submit('resume', () =>
            call('POST /api/settings/templates/:workspaceId/:templateId/resume', of),
          ).then((answer) => {
            if (answer?.ok === true) host.alert('success', `${row.name} can be generated again.`);
            read();
          });
        }}
      >
        Check and resume
      </LoadingButton>
      <ErrorNotice error={submission.error} />
    </Column>
  ) : null;
};

const PauseForm = ({ of, row, read, close }: Props & { close: () => void }) => {
  const { call } = useSettings();
  const [reason, setReason] = useState('');
  const [submission, submit] = useSubmission();
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Pause this template"
      canConfirm={reason.trim().length >= 3}
      onCancel={close}
      onConfirm={() => {
        void submit({ pause: reason }, () =>
          call('POST /api/settings/templates/:workspaceId/:templateId/pause', {
            ...of,
            reason: reason.trim(),
          }),
        ).then((answer) => {
          if (answer?.ok !== true) return;
          close();
          read();
        });
      }}
    >
      <Text>
        No new contracts are made from {row.name}, by people or by automation. Contracts that exist are
        followed as before. Sellers read the reason on the card.
      </Text>
      <TextField
        name="pause-reason"
        label="Reason"
        required
        rows={2}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </ModalForm>
  );
};
