import { useMemo } from 'react';
import { Alert, Button, Heading, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { MappingEditorView, TemplateRef } from '@dealdraft/wire/settings.ts';
import { EnvironmentTag } from '../../kit/environment-tag.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { TemplatePart } from '../parts/navigation.ts';
import { TryPage } from '../trial/try-page.tsx';
import { VersionsPage } from '../versions/versions-page.tsx';
import { DraftBar } from './draft-bar.tsx';
import { useDraft, useDrafts } from '../draft/drafts-context.ts';
import { MappingPage } from './mapping-page.tsx';
import { PauseControl } from './pause-control.tsx';
import { TemplateTag } from './template-state.tsx';

type Props = { of: TemplateRef; part: TemplatePart };

const parts: { id: TemplatePart; title: string }[] = [
  { id: 'mapping', title: 'Mapping' },
  { id: 'try', title: 'Try it' },
  { id: 'versions', title: 'Versions' },
];

/** One template: its mapping, trying it on deals, and its versions, over one draft that saves itself. */
export const TemplatePage = ({ of, part }: Props) => {
  const { call } = useSettings();
  const { go } = useNavigation();
  const [view, read] = useRead<MappingEditorView>(
    () => call('GET /api/settings/templates/:workspaceId/:templateId', of, 'vendor'),
    [of],
  );
  return (
    <Column>
      <Row>
        <Button
          size="sm"
          variant="transparent"
          onClick={() => {
            go({ page: 'templates' });
          }}
        >
          ← All templates
        </Button>
      </Row>
      <LoadedView loaded={view} label="Reading the template and its mapping" retry={read}>
        {(editor) => <OpenTemplate of={of} part={part} editor={editor} read={read} />}
      </LoadedView>
    </Column>
  );
};

type TemplateProps = {
  of: TemplateRef;
  editor: MappingEditorView;
  /** Reads the template again, after something changed it. */
  read: () => void;
};

const OpenTemplate = ({ of, part, editor, read }: TemplateProps & { part: TemplatePart }) => {
  const { go } = useNavigation();
  const drafts = useDrafts();
  const store = useMemo(() => drafts.open(of, editor), [drafts, editor]);
  const { row } = editor;
  const { revision } = useDraft(store);
  const shared = { of, editor, read, store };
  return (
    <>
      <Row justify="between" align="center" wrap>
        <Row align="center" wrap>
          <Heading>{row.name}</Heading>
          <TemplateTag row={row.state === 'not_mapped' && revision > 0 ? { state: 'draft' } : row} />
          <EnvironmentTag environment={row.environment} />
          <Small>{row.workspaceName}</Small>
        </Row>
        <PauseControl of={of} row={row} read={read} />
      </Row>
      {row.state === 'paused' ? (
        <Alert title="This template is paused: no contracts are made from it" variant="danger">
          <Text>
            {row.pausedReason ?? 'An admin paused it.'} Correct the mapping and publish it, or resume.
          </Text>
        </Alert>
      ) : null}
      {row.state === 'gone' ? (
        <Alert title="SpotDraft does not list this template any more" variant="warning">
          <Text>
            It was unpublished or deleted there. Its contracts are still followed; export the mapping to use
            it for another template.
          </Text>
        </Alert>
      ) : null}
      <DraftBar {...shared} />
      <Tabs
        selected={part}
        onSelectedChange={(id: string | number) => {
          const next = parts.find((each) => each.id === id);
          if (next !== undefined && next.id !== part) go({ page: 'template', ...of, part: next.id });
        }}
      >
        {parts.map(({ id, title }) => (
          <Tab key={id} tabId={id} title={title}>
            {id !== part ? null : id === 'mapping' ? (
              <MappingPage {...shared} />
            ) : id === 'try' ? (
              <TryPage {...shared} />
            ) : (
              <VersionsPage {...shared} />
            )}
          </Tab>
        ))}
      </Tabs>
    </>
  );
};
