import { useCallback, useEffect, useMemo, useState } from 'react';
import { Alert, Button, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { ChoicesView, LintView, SuggestionsView, TryView } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { count } from '../../format/plural.ts';
import type { Editing } from '../mapping/context/edit-context.ts';
import { EditingContext } from '../mapping/context/edit-context.ts';
import type { EditorFacts } from '../mapping/context/editor-context.ts';
import { EditorFactsContext } from '../mapping/context/editor-context.ts';
import type { Live } from '../mapping/context/live-context.ts';
import { LiveContext } from '../mapping/context/live-context.ts';
import { Workbench } from '../mapping/workbench.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { usePaused } from '../parts/use-paused.ts';
import { useRead } from '../../kit/use-read.ts';
import { useSettings } from '../parts/settings-services.ts';
import { complete, unfinishedFindings } from '../draft/complete.ts';
import { setIn } from '../draft/set-in.ts';
import { DealPicker } from '../parts/deal-picker.tsx';
import type { WithStore } from '../draft/with-store.ts';
import { useDraft } from '../draft/drafts-context.ts';

const LINT_PAUSE_MS = 600;

/** The editor over the draft: linted and, on a chosen deal, run a moment after each edit. */
export const MappingPage = ({ of, editor, store }: WithStore) => {
  const { call } = useSettings();
  const { content } = useDraft(store);
  const [deal, setDeal] = useState<{ id: string; name: string } | null>(null);
  const { content: whole, unfinished } = useMemo(() => complete(content, content), [content]);
  const text = useMemo(() => JSON.stringify(whole), [whole]);
  const settled = usePaused(text, LINT_PAUSE_MS);

  const [lint, loadLint] = useLoaded<LintView>();
  const readLint = useCallback(
    () =>
      void loadLint(
        () =>
          call('POST /api/settings/templates/:workspaceId/:templateId/lint', {
            ...of,
            content: JSON.parse(settled) as Mapping,
          }),
        { keep: true },
      ),
    [call, loadLint, settled],
  );
  useEffect(readLint, [readLint]);

  const [plan, loadPlan, resetPlan] = useLoaded<TryView>();
  useEffect(() => {
    if (deal === null) resetPlan();
    else
      void loadPlan(
        () =>
          call('POST /api/settings/templates/:workspaceId/:templateId/try', {
            ...of,
            content: JSON.parse(settled) as Mapping,
            dealId: deal.id,
          }),
        {
          keep: true,
        },
      );
  }, [call, deal, loadPlan, resetPlan, settled]);

  const [suggestions, readSuggestions] = useRead<SuggestionsView>(
    () => call('POST /api/settings/templates/:workspaceId/:templateId/suggestions', of),
    [of],
  );
  const [choices] = useRead<ChoicesView>(
    () =>
      call('GET /api/settings/workspaces/:workspaceId/choices', { workspaceId: of.workspaceId }, 'vendor'),
    [of.workspaceId],
  );

  const findings = useMemo(
    () => [...unfinishedFindings(unfinished), ...(lint.value ?? editor).findings],
    [editor, lint.value, unfinished],
  );
  const editing: Editing = {
    mapping: content,
    findings,
    change: store.edit,
    set: (path, value) => {
      store.edit(setIn(store.draft().content, path, value));
    },
  };
  const facts = useMemo<EditorFacts>(
    () => ({
      targets: editor.targets,
      labels: choices.value?.labels ?? {},
      keyPointers: (choices.value?.keyPointers ?? []).map(({ label }) => label),
      statusProperties: choices.value?.statusProperties ?? [],
      entities: choices.value?.entities ?? [],
      organizationTypes: [...new Set((choices.value?.organizationTypes ?? []).map(({ label }) => label))],
    }),
    [choices.value, editor.targets],
  );
  const live: Live = {
    deal: deal === null ? null : { id: deal.id, name: plan.value?.dealName ?? deal.name },
    plan: plan.value?.plan ?? null,
    state: plan.state,
    error: plan.error,
  };
  const isEmpty = editor.source === 'empty' && content.contractData.length === 0;
  return (
    <EditorFactsContext.Provider value={facts}>
      <LiveContext.Provider value={live}>
        <EditingContext.Provider value={editing}>
          <Column>
            {isEmpty && suggestions.value !== null && suggestions.value.whole.contractData.length > 0 ? (
              <FirstDraft view={suggestions.value} accept={store.edit} />
            ) : null}
            <ErrorNotice
              error={suggestions.error}
              title="There are no suggestions now"
              onRetry={readSuggestions}
            />
            {(choices.value?.messages ?? []).map(({ part, message }) => (
              <Small key={part}>{message}</Small>
            ))}
            <Row justify="between" align="end" wrap>
              <DealPicker
                name="live-deal"
                label="Show values of a deal while you edit"
                value={deal}
                onChange={setDeal}
              />
              <LintSummary lint={lint.value} loading={lint.state === 'loading'} findings={findings.length} />
            </Row>
            <ErrorNotice error={lint.error} title="The mapping could not be checked" onRetry={readLint} />
            <Workbench suggestions={suggestions.value?.suggestions ?? []} />
          </Column>
        </EditingContext.Provider>
      </LiveContext.Provider>
    </EditorFactsContext.Provider>
  );
};

const FirstDraft = ({ view, accept }: { view: SuggestionsView; accept: (mapping: Mapping) => void }) => (
  <Alert title={`Begin with ${count(view.whole.contractData.length, 'suggestion')}`} variant="tip">
    <Column gap="sm">
      <Text>
        Found by the names and types of your HubSpot properties, with a counterparty made of the company and
        contact. Look at each before you publish: nothing is used before that.
      </Text>
      <Row>
        <Button
          size="sm"
          variant="primary"
          testId="accept-whole"
          onClick={() => {
            accept(view.whole);
          }}
        >
          Accept all suggestions
        </Button>
      </Row>
    </Column>
  </Alert>
);

const LintSummary = ({
  lint,
  loading,
  findings,
}: {
  lint: LintView | null;
  loading: boolean;
  findings: number;
}) =>
  loading && lint === null ? (
    <LoadingSpinner label="Checking the mapping" showLabel size="xs" />
  ) : (
    <Small>
      {findings === 0 ? 'Checked: nothing to correct.' : `${count(findings, 'issue')} to review.`}
      {loading ? ' Checking again…' : ''}
    </Small>
  );
