import { FileBox } from '../parts/file-box.tsx';
import { useState } from 'react';
import { Alert, LoadingSpinner } from '@hubspot/ui-extensions';
import type { FileView } from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { WithStore } from '../draft/with-store.ts';

export const ExportButton = (props: WithStore) => (
  <OverlayButton id="export-mapping" label="Export" title="Export the mapping" kind="panel" size="sm">
    {() => <ExportedFile {...props} />}
  </OverlayButton>
);

const ExportedFile = ({ of, store }: WithStore) => {
  const { call } = useSettings();
  const [file, read] = useRead<FileView>(async () => {
    await store.flush();
    return call('POST /api/settings/templates/:workspaceId/:templateId/export', { ...of, version: 'draft' });
  }, [of]);
  return (
    <LoadedView loaded={file} label="Writing the file" retry={read}>
      {(view) => <FileBox file={view} />}
    </LoadedView>
  );
};

export const ImportButton = (props: WithStore) => (
  <OverlayButton id="import-mapping" label="Import" title="Import a mapping" size="sm">
    {(close) => <ImportForm {...props} close={close} />}
  </OverlayButton>
);

const ImportForm = ({ of, store, read, close }: WithStore & { close: () => void }) => {
  const { call, host } = useSettings();
  const [text, setText] = useState('');
  const [submission, submit] = useSubmission();
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Import as the draft"
      canConfirm={text.trim() !== ''}
      onCancel={close}
      onConfirm={() => {
        void submit({ text }, async () => {
          await store.flush();
          return call('POST /api/settings/templates/:workspaceId/:templateId/import', {
            ...of,
            text,
            revision: store.draft().revision,
          });
        }).then((answer) => {
          if (answer?.ok !== true) return;
          const { data } = answer;
          if (data.kind === 'conflict') {
            host.alert(
              'warning',
              'Somebody else changed the draft meanwhile. Look at it, then import again.',
            );
          } else {
            if (data.content !== undefined) store.replace(data.content, data.revision);
            const faults = data.findings?.length ?? 0;
            host.alert(
              faults === 0 ? 'success' : 'warning',
              faults === 0
                ? 'The file is the draft now.'
                : `The file is the draft now; ${count(faults, 'issue')} to review.`,
            );
          }
          close();
          read();
        });
      }}
    >
      {submission.state === 'sending' ? <LoadingSpinner label="Reading the file" showLabel /> : null}
      <Alert title="This replaces the draft" variant="warning">
        What is published stays in use until you publish the imported draft.
      </Alert>
      <TextField
        name="import-text"
        label="Text of the file"
        description="Open the exported file and paste all of it"
        rows={10}
        value={text}
        onChange={setText}
      />
    </ModalForm>
  );
};
