import { useState } from 'react';
import { Divider, EmptyState, Heading, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import { PlainButton } from '../../kit/buttons.tsx';
import { Column, Row, Small, Strong } from '../../kit/layout.tsx';
import type { VersionsView } from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { WithStore } from '../draft/with-store.ts';
import { DiffList } from './diff-list.tsx';
import { ExportButton, ImportButton } from './export-import.tsx';
import { PromoteSection } from './promote-section.tsx';

type Version = VersionsView['versions'][number];

/** Everything that was published, who did it and what it changed; going back; taking it elsewhere. */
export const VersionsPage = (props: WithStore) => {
  const { of, editor } = props;
  const { call } = useSettings();
  const versions = usePaged<VersionsView, Version, number>({
    read: (before) =>
      call('GET /api/settings/templates/:workspaceId/:templateId/versions', { ...of, before }),
    items: (page) => page.versions,
    next: (page) => page.before,
    on: [of, editor.published?.number],
  });
  return (
    <Column gap="lg">
      <LoadedView loaded={versions.first} label="Reading the versions" retry={versions.again}>
        {() =>
          versions.items.length === 0 ? (
            <EmptyState
              title="Nothing is published yet"
              layout="horizontal"
              imageName="emptyStateCharts"
              imageWidth={150}
            >
              <Text>
                Publish the draft to make version 1. Every version stays here with its author and note.
              </Text>
            </EmptyState>
          ) : (
            <Column gap="sm">
              <ListTable columns={[{ title: 'Version', width: 'min' }, 'Published', 'Note', 'Action']}>
                {versions.items.map((version, index) => (
                  <VersionLine
                    key={version.number}
                    {...props}
                    version={version}
                    before={versions.items[index + 1]?.number ?? null}
                  />
                ))}
              </ListTable>
              {versions.more === null ? null : (
                <PlainButton onClick={versions.more}>Show older versions</PlainButton>
              )}
            </Column>
          )
        }
      </LoadedView>
      <Divider />
      <Column gap="sm">
        <Heading>Export and import</Heading>
        <Text>A mapping as a file: for keeping, for review, or for another account.</Text>
        <Row gap="xs">
          <ExportButton {...props} />
          <ImportButton {...props} />
        </Row>
      </Column>
      <Divider />
      <PromoteSection {...props} />
    </Column>
  );
};

type LineProps = WithStore & { version: Version; before: number | null };

const VersionLine = ({ version, before, ...props }: LineProps) => {
  const { of } = props;
  const { ago, exact } = useTimeWords();
  const name = String(version.number);
  return (
    <TableRow>
      <TableCell>
        <Strong>{name}</Strong>
        {version.current ? <Tag variant="success">In use</Tag> : null}
      </TableCell>
      <TableCell>
        <Text>{ago(version.at)}</Text>
        <Small>{version.by}</Small>
        <Small>
          {exact(version.at)} · {count(version.contracts, 'contract')}
        </Small>
      </TableCell>
      <TableCell>
        <Text>{version.note === null || version.note === '' ? '–' : version.note}</Text>
      </TableCell>
      <TableCell>
        <Column gap="xs">
          <OverlayButton
            id={`diff-${name}`}
            label="What changed"
            title={`Version ${name}`}
            kind="panel"
            size="xs"
          >
            {() => (
              <Column gap="lg">
                {before === null ? (
                  <Text>This is the oldest version shown.</Text>
                ) : (
                  <>
                    <Heading>Since version {String(before)}</Heading>
                    <DiffList of={of} from={before} to={version.number} />
                  </>
                )}
                <Heading>Compared with the draft</Heading>
                <DiffList of={of} from={version.number} to="draft" />
              </Column>
            )}
          </OverlayButton>
          {version.current ? null : (
            <OverlayButton
              id={`back-${name}`}
              label="Roll back"
              title={`Roll back to version ${name}`}
              variant="secondary"
              size="xs"
            >
              {(close) => <RollBackForm {...props} version={version} close={close} />}
            </OverlayButton>
          )}
        </Column>
      </TableCell>
    </TableRow>
  );
};

const RollBackForm = ({
  of,
  editor,
  read,
  version,
  close,
}: WithStore & { version: Version; close: () => void }) => {
  const { call, host } = useSettings();
  const { refresh } = useNavigation();
  const [note, setNote] = useState('');
  const [submission, submit] = useSubmission();
  return (
    <ModalForm
      submission={submission}
      confirmLabel={`Publish version ${String(version.number)} again`}
      onCancel={close}
      onConfirm={() => {
        const wish = { number: version.number, note: note.trim() };
        void submit(wish, () =>
          call('POST /api/settings/templates/:workspaceId/:templateId/roll-back', { ...of, ...wish }),
        ).then((answer) => {
          if (answer?.ok !== true) return;
          if (answer.data.kind === 'published')
            host.alert(
              'success',
              `Version ${String(version.number)} is in use again, as version ${String(answer.data.number)}.`,
            );
          close();
          read();
          refresh();
        });
      }}
    >
      <Text>
        A copy of version {String(version.number)} is published under a new number. The draft stays as it is.
      </Text>
      <DiffList of={of} from={editor.published?.number ?? version.number} to={version.number} />
      <TextField
        name="roll-back-note"
        label="Note"
        rows={2}
        maxLength={2000}
        value={note}
        onChange={setNote}
      />
    </ModalForm>
  );
};
