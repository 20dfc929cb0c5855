import { useState } from 'react';
import { Button, LoadingButton, PanelBody, PanelFooter, PanelSection } from '@hubspot/ui-extensions';
import type { AutomationView } from '@dealdraft/wire/automation.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { Column, Small } from '../../kit/layout.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { RuleDraft, RuleKind } from './rule-draft.ts';
import { contentOf, missingOf, suggestedName } from './rule-draft.ts';
import { ConditionFields } from './condition-fields.tsx';
import { EntryFields, KeepFields, MoveFields } from './rule-kind-fields.tsx';

type Props = {
  start: RuleDraft;
  /** The rule that is edited; without it a new one is made. */
  known?: { id: string; version: number };
  kinds: readonly RuleKind[];
  view: AutomationView;
  close: () => void;
  changed: () => void;
  openSets: () => void;
};

const kindNames: Record<RuleKind, string> = {
  generate: 'Generate a contract',
  send: 'Send a contract',
  move: 'Move the deal',
  keep: 'See to open contracts',
};

/** A rule from top to bottom as a sentence: when, if, then, how often. */
export const RuleForm = ({ start, known, kinds, view, close, changed, openSets }: Props) => {
  const { call, host } = useSettings();
  const [draft, setDraft] = useState(start);
  const [submission, submit] = useSubmission();
  const put = (change: Partial<RuleDraft>) => {
    setDraft((was) => ({ ...was, ...change }));
  };
  const missing = missingOf(draft);
  const suggestion = suggestedName(draft, view);
  const save = () => {
    const body = { ...known, content: contentOf(draft, draft.name.trim() || suggestion) };
    void submit(body, () => call('POST /api/settings/automation/rules', body)).then((answer) => {
      if (answer?.ok !== true) return;
      host.alert('success', 'Saved. It acts on what happens from now on.');
      close();
      changed();
    });
  };
  const fields = { draft, put, view };
  return (
    <>
      <PanelBody>
        <PanelSection>
          <Column>
            {kinds.length === 1 ? null : (
              <Choice
                name="rule-kind"
                label="What it does"
                value={draft.kind}
                options={kinds.map((kind) => ({ value: kind, label: kindNames[kind] }))}
                onChange={(kind) => {
                  put({ kind });
                }}
              />
            )}
            {draft.kind === 'keep' ? (
              <KeepFields {...fields} />
            ) : draft.kind === 'move' ? (
              <MoveFields
                {...fields}
                openSets={() => {
                  close();
                  openSets();
                }}
              />
            ) : (
              <EntryFields {...fields} />
            )}
            <ConditionFields
              value={draft.conditions}
              onChange={(conditions) => {
                put({ conditions });
              }}
            />
            {draft.kind === 'keep' ? null : <RepeatFields {...fields} />}
            <TextField
              name="rule-name"
              label="Name"
              placeholder={suggestion}
              description="Optional. We’ll name it for you."
              value={draft.name}
              onChange={(name) => {
                put({ name });
              }}
            />
          </Column>
        </PanelSection>
      </PanelBody>
      <PanelFooter>
        <ErrorNotice error={submission.error} onRetry={save} />
        {missing.length === 0 ? null : <Small>{missing.join(' ')}</Small>}
        <LoadingButton
          testId="save-rule"
          variant="primary"
          disabled={missing.length > 0}
          loading={submission.state === 'sending'}
          onClick={save}
        >
          {known === undefined ? 'Turn on' : 'Save'}
        </LoadingButton>
        <Button variant="secondary" onClick={close}>
          Cancel
        </Button>
      </PanelFooter>
    </>
  );
};

type FieldProps = { draft: RuleDraft; put: (change: Partial<RuleDraft>) => void };

const RepeatFields = ({ draft, put }: FieldProps) => (
  <>
    <Choice
      name="rule-repeat"
      label="How often"
      value={draft.repeat}
      options={[
        { value: 'once', label: 'Once for each deal' },
        { value: 'always', label: 'Each time' },
      ]}
      description="Rules that loop are paused automatically."
      onChange={(repeat) => {
        put({ repeat });
      }}
    />
    {draft.repeat === 'once' ? null : (
      <TextField
        name="rule-cool-down"
        label="Rest for the same deal (minutes)"
        value={draft.coolDown}
        onChange={(coolDown) => {
          put({ coolDown });
        }}
      />
    )}
  </>
);
