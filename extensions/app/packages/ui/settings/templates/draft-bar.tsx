import { useEffect, useState } from 'react';
import { Alert, Button, LoadingButton, StatusTag, Text } from '@hubspot/ui-extensions';
import { SmallButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import { complete } from '../draft/complete.ts';
import { isUnsaved } from '../draft/draft-state.ts';
import { DiffList } from '../versions/diff-list.tsx';
import { useDraft } from '../draft/drafts-context.ts';
import type { WithStore } from '../draft/with-store.ts';

/** Whether everything is saved, what to do about a conflict, and the way to publish. */
export const DraftBar = (props: WithStore) => {
  const { editor, store } = props;
  const draft = useDraft(store);
  const { ago } = useTimeWords();
  const { conflict } = draft;
  const hasDraft = draft.revision > 0 && (editor.source === 'draft' || draft.edits > 0);
  return (
    <Column gap="sm">
      <Row justify="between" align="center" wrap>
        <Row gap="md" align="center" wrap>
          <SavedTag {...props} />
          <Small>
            {editor.published === null
              ? 'Nothing is published yet: sellers do not see this template.'
              : `Version ${String(editor.published.number)} is published, by ${editor.published.by} ${ago(editor.published.at)}.`}
          </Small>
        </Row>
        <Row gap="xs">
          {hasDraft && editor.published !== null ? <DiscardButton {...props} /> : null}
          <OverlayButton
            id="publish"
            label={editor.published === null ? 'Publish' : 'Publish changes'}
            title={`Publish ${editor.row.name}`}
            variant="primary"
            disabled={draft.edits === 0 && editor.source !== 'draft'}
          >
            {(close) => <PublishForm {...props} close={close} />}
          </OverlayButton>
        </Row>
      </Row>
      {conflict === null ? null : (
        <Alert title={`${conflict.by} changed this mapping ${ago(conflict.at)}`} variant="warning">
          <Column gap="sm">
            <Text>
              Your changes are kept on this page and are not saved. Take theirs to go on from what they saved
              (yours are lost), or keep yours to write over theirs.
            </Text>
            <Row gap="xs">
              <SmallButton onClick={store.takeTheirs}>Take theirs</SmallButton>
              <Button size="xs" variant="destructive" onClick={store.keepMine}>
                Keep mine
              </Button>
            </Row>
          </Column>
        </Alert>
      )}
    </Column>
  );
};

const SavedTag = ({ store }: WithStore) => {
  const draft = useDraft(store);
  const { ago } = useTimeWords();
  if (draft.conflict !== null)
    return <StatusTag variant="danger">Not saved: somebody else changed it</StatusTag>;
  if (draft.error !== null) {
    return (
      <Row gap="xs" align="center">
        <StatusTag variant="danger">Not saved: {draft.error.message}</StatusTag>
        <SmallButton onClick={() => void store.flush()}>Save now</SmallButton>
      </Row>
    );
  }
  if (isUnsaved(draft)) return <StatusTag variant="warning">Saving…</StatusTag>;
  return (
    <StatusTag variant="success">
      {draft.savedAt === null ? 'Everything is saved' : `Saved ${ago(new Date(draft.savedAt).toISOString())}`}
    </StatusTag>
  );
};

const DiscardButton = ({ of, store, read }: WithStore) => {
  const { call } = useSettings();
  const [submission, submit] = useSubmission();
  return (
    <OverlayButton id="discard" label="Discard changes" title="Discard the draft" size="sm" danger>
      {(close) => (
        <ModalForm
          submission={submission}
          confirmLabel="Discard the draft"
          danger
          onCancel={close}
          onConfirm={() => {
            void submit('discard', () =>
              call('POST /api/settings/templates/:workspaceId/:templateId/draft/discard', {
                ...of,
                revision: store.draft().revision,
              }),
            ).then((answer) => {
              if (answer?.ok !== true) return;
              store.replace(answer.data.content, answer.data.revision);
              close();
              read();
            });
          }}
        >
          <Text>Everything since the published version is lost, also what others changed in this draft.</Text>
        </ModalForm>
      )}
    </OverlayButton>
  );
};

/** Saves what is not saved, shows what changes, asks for a note. */
const PublishForm = ({ of, editor, store, read, close }: WithStore & { close: () => void }) => {
  const { call, host } = useSettings();
  const { refresh } = useNavigation();
  const [note, setNote] = useState('');
  const [saved, setSaved] = useState<boolean | null>(null);
  const [submission, submit] = useSubmission();
  const draft = useDraft(store);
  useEffect(() => {
    void store.flush().then(setSaved);
  }, [store]);
  const { unfinished } = complete(draft.content, draft.content);
  const publish = () => {
    const wish = { revision: draft.revision, note: note.trim() };
    void submit(wish, () =>
      call('POST /api/settings/templates/:workspaceId/:templateId/publish', { ...of, ...wish }),
    ).then((answer) => {
      if (answer?.ok !== true) return;
      if (answer.data.kind === 'conflict') {
        host.alert(
          'warning',
          'Somebody else changed this mapping meanwhile. Look at it again before you publish.',
        );
      } else {
        host.alert('success', `Version ${String(answer.data.number)} of ${editor.row.name} is published.`);
      }
      close();
      read();
      refresh();
    });
  };
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Publish"
      canConfirm={saved === true && unfinished.length === 0}
      onConfirm={publish}
      onCancel={close}
    >
      <Text>New contracts will use this version. Existing contracts aren’t affected.</Text>
      {saved === false ? (
        <Alert title="Not everything is saved yet" variant="danger">
          <LoadingButton size="xs" variant="secondary" onClick={() => void store.flush().then(setSaved)}>
            Save and go on
          </LoadingButton>
        </Alert>
      ) : null}
      {unfinished.length === 0 ? null : (
        <ErrorNotice
          title="Something is not finished"
          error={{
            code: 'blocked',
            message: 'Finish or remove these first.',
            canRetry: false,
            fields: unfinished.map(({ path, todo }) => ({ target: path, label: path, message: todo })),
          }}
        />
      )}
      {saved === true && editor.published !== null ? (
        <DiffList of={of} from={editor.published.number} to="draft" />
      ) : null}
      <TextField
        name="publish-note"
        label="Note"
        description="Describe what changed (shown in version history)"
        rows={2}
        maxLength={2000}
        value={note}
        onChange={setNote}
      />
    </ModalForm>
  );
};
