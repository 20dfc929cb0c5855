import { useState } from 'react';
import { Alert, Heading, List, LoadingButton, Text } from '@hubspot/ui-extensions';
import { Column, Fields, Row, Small } from '../../kit/layout.tsx';
import type { PromotionView, WorkspacesView } from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { WithStore } from '../draft/with-store.ts';

/** Takes this mapping to its namesake in another workspace: from UAT to production, after showing what does not match. */
export const PromoteSection = ({ of, editor, store }: WithStore) => {
  const { call, host } = useSettings();
  const { go } = useNavigation();
  const [workspaces] = useRead<WorkspacesView>(() => call('GET /api/settings/workspaces'), []);
  const [toWorkspaceId, setTo] = useState<string | null>(null);
  const [toTemplateId, setTemplate] = useState<number | null>(null);
  const [view, setView] = useState<PromotionView | null>(null);
  const [submission, submit] = useSubmission();
  const others = (workspaces.value?.workspaces ?? []).filter(
    ({ workspaceId, state }) => workspaceId !== of.workspaceId && state !== 'removed',
  );
  const target = toWorkspaceId ?? others[0]?.workspaceId;

  const ask = (apply: boolean) => {
    if (target === undefined) return;
    const wish = {
      toWorkspaceId: target,
      ...(toTemplateId === null ? {} : { toTemplateId }),
      from: editor.published === null ? ('draft' as const) : ('published' as const),
      apply,
      revision: view?.revision ?? 0,
    };
    void submit(wish, async () => {
      await store.flush();
      return call('POST /api/settings/templates/:workspaceId/:templateId/promote', { ...of, ...wish });
    }).then((answer) => {
      if (answer?.ok !== true) return;
      setView(answer.data);
      const { to, applied } = answer.data;
      if (!applied || to.templateId === null) return;
      host.alert(
        'success',
        `The mapping is the draft of ${to.templateName ?? 'the template'} in ${to.workspaceName} now.`,
      );
      go({ page: 'template', workspaceId: to.workspaceId, templateId: to.templateId, part: 'mapping' });
    });
  };
  return (
    <Column gap="sm">
      <Heading>Copy to another workspace</Heading>
      {workspaces.value !== null && others.length === 0 ? (
        <Text>Connect a second workspace, such as production beside UAT, to take mappings there.</Text>
      ) : (
        <>
          <Text>
            {editor.published === null ? 'The draft' : 'The published version'} becomes the draft of the
            template with the same name there; types and entities are found by name. Nothing is published by
            this.
          </Text>
          <Fields
            action={
              <LoadingButton
                size="sm"
                variant="secondary"
                disabled={target === undefined}
                loading={submission.state === 'sending'}
                onClick={() => {
                  ask(false);
                }}
              >
                Preview
              </LoadingButton>
            }
          >
            <Choice
              name="promote-workspace"
              label="Workspace"
              value={target}
              options={others.map(({ workspaceId, name, environment }) => ({
                value: workspaceId,
                label: `${name} (${environment === 'uat' ? 'UAT' : 'production'})`,
              }))}
              onChange={(id) => {
                setTo(id);
                setTemplate(null);
                setView(null);
              }}
            />
          </Fields>
        </>
      )}
      <ErrorNotice error={submission.error} />
      {view === null ? null : (
        <Outcome
          view={view}
          templateId={toTemplateId}
          choose={setTemplate}
          busy={submission.state === 'sending'}
          look={() => {
            ask(false);
          }}
          apply={() => {
            ask(true);
          }}
        />
      )}
    </Column>
  );
};

type OutcomeProps = {
  view: PromotionView;
  templateId: number | null;
  choose: (templateId: number) => void;
  busy: boolean;
  look: () => void;
  apply: () => void;
};

const templateIdOf = (id: number | null): string | undefined => (id === null ? undefined : String(id));

const Outcome = ({ view, templateId, choose, busy, look, apply }: OutcomeProps) => (
  <Column gap="sm">
    {view.to.templateId === null || view.candidates.length > 1 ? (
      <Fields
        action={
          <LoadingButton
            size="sm"
            variant="secondary"
            loading={busy}
            disabled={templateId === null}
            onClick={look}
          >
            Look again
          </LoadingButton>
        }
      >
        <Choice
          name="promote-template"
          label="Template there"
          description={
            view.to.templateId === null
              ? 'None there has this name'
              : 'Found by its name; choose another if it is not the one'
          }
          placeholder="Choose a template"
          value={templateIdOf(templateId ?? view.to.templateId)}
          options={view.candidates.map(({ templateId: id, name }) => ({ value: String(id), label: name }))}
          onChange={(id) => {
            choose(Number(id));
          }}
        />
      </Fields>
    ) : null}
    {view.conflict === null ? null : (
      <Alert title={`${view.conflict.by} changed the draft there meanwhile`} variant="warning">
        Look again to see what would happen now.
      </Alert>
    )}
    {view.repointed.length === 0 ? null : (
      <Alert title={`${count(view.repointed.length, 'thing')} found there by name`} variant="info">
        <List>
          {view.repointed.map(({ what, from, to }) => (
            <Text key={`${what}-${from}`}>
              {what}: {from} → {to}
            </Text>
          ))}
        </List>
      </Alert>
    )}
    {view.unmatched.length === 0 ? null : (
      <Alert title={`${count(view.unmatched.length, 'thing does', 'things do')} not match`} variant="warning">
        <List>
          {view.unmatched.map(({ what, name, message }) => (
            <Text key={`${what}-${name}`}>
              {what} “{name}”: {message}
            </Text>
          ))}
        </List>
      </Alert>
    )}
    {view.to.templateId === null ? null : (
      <Row align="center">
        <LoadingButton size="sm" variant="primary" loading={busy} onClick={apply}>
          Create draft in {view.to.templateName ?? 'that template'} in {view.to.workspaceName}
        </LoadingButton>
        <Small>
          {view.findings.length === 0
            ? 'Nothing to correct there.'
            : `${count(view.findings.length, 'thing')} to correct in the draft there.`}
        </Small>
      </Row>
    )}
  </Column>
);
