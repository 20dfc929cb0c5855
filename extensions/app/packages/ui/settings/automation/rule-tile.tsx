import { Alert, List, LoadingButton, StatusTag, Text, Tile } from '@hubspot/ui-extensions';
import type { AutomationView, RuleState, RuleView } from '@dealdraft/wire/automation.ts';
import { count } from '../../format/plural.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { Column, Row, Small, Strong } from '../../kit/layout.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { draftOfRule, guardWords } from './rule-draft.ts';
import { FiringsList } from './firings-list.tsx';
import { RuleForm } from './rule-form.tsx';

type Props = { rule: RuleView; view: AutomationView; changed: () => void; openSets: () => void };

const StateTag = ({ rule }: { rule: RuleView }) =>
  rule.state === 'paused' ? (
    <StatusTag variant="warning">Paused</StatusTag>
  ) : rule.findings.length > 0 ? (
    <StatusTag variant="danger">Cannot work</StatusTag>
  ) : (
    <StatusTag variant="success">On</StatusTag>
  );

/** One rule: what it does, whether it is on, what it did, and what can be done with it. */
export const RuleTile = ({ rule, view, changed, openSets }: Props) => {
  const { ago } = useTimeWords();
  const { id, content } = rule;
  return (
    <Tile compact testId={`rule-${id}`}>
      <Column gap="xs">
        <Row align="center" wrap>
          <Strong>{content.name}</Strong>
          <StateTag rule={rule} />
          {rule.waiting === 0 ? null : (
            <StatusTag variant="info">{count(rule.waiting, 'deal waits', 'deals wait')}</StatusTag>
          )}
        </Row>
        <Text>{rule.sentence}</Text>
        {rule.pausedReason === null ? null : (
          <Alert title="Why it is paused" variant="warning">
            {rule.pausedReason}
          </Alert>
        )}
        {rule.findings.length === 0 ? null : (
          <Alert title="It cannot work as it is" variant="danger">
            <List>
              {rule.findings.map((finding) => (
                <Text key={finding}>{finding}</Text>
              ))}
            </List>
          </Alert>
        )}
        <Small>
          {[
            ...guardWords(content),
            rule.firedTimes === 0
              ? 'Hasn’t run yet'
              : `fired ${count(rule.firedTimes, 'time')}, last ${ago(rule.lastFiredAt)}`,
            `changed by ${rule.updatedBy} ${ago(rule.updatedAt)}`,
          ].join(' · ')}
        </Small>
        <Row gap="xs" wrap>
          <OverlayButton
            id={`edit-rule-${id}`}
            label="Edit"
            title={content.name}
            kind="panel"
            size="xs"
            whole
          >
            {(close) => (
              <RuleForm
                start={draftOfRule(content)}
                known={{ id, version: rule.version }}
                kinds={[content.kind]}
                {...{ view, close, changed, openSets }}
              />
            )}
          </OverlayButton>
          <SwitchButton key={rule.state} rule={rule} changed={changed} />
          <OverlayButton
            id={`history-${id}`}
            label="History"
            title={`What “${content.name}” did`}
            kind="panel"
            size="xs"
          >
            {() => <FiringsList ruleId={id} />}
          </OverlayButton>
          <OverlayButton
            id={`delete-rule-${id}`}
            label="Delete"
            title={`Delete “${content.name}”`}
            size="xs"
            variant="transparent"
            danger
          >
            {(close) => <DeleteForm rule={rule} changed={changed} close={close} />}
          </OverlayButton>
        </Row>
      </Column>
    </Tile>
  );
};

const SwitchButton = ({ rule, changed }: { rule: RuleView; changed: () => void }) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  const to: RuleState = rule.state === 'active' ? 'paused' : 'active';
  const change = () => {
    void submit({ to }, () =>
      call('POST /api/settings/automation/rules/:ruleId/state', { ruleId: rule.id, state: to }),
    ).then((answer) => {
      if (answer?.ok !== true) return;
      host.alert(
        'success',
        to === 'paused'
          ? `“${rule.content.name}” is paused.`
          : `“${rule.content.name}” is on. Deals that were there before are left alone.`,
      );
      changed();
    });
  };
  return (
    <>
      <LoadingButton
        size="xs"
        variant="secondary"
        testId={`switch-${rule.id}`}
        loading={submission.state === 'sending'}
        onClick={change}
      >
        {to === 'paused' ? 'Pause' : 'Turn on'}
      </LoadingButton>
      <ErrorNotice error={submission.error} onRetry={change} />
    </>
  );
};

const DeleteForm = ({ rule, changed, close }: { rule: RuleView; changed: () => void; close: () => void }) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Delete this rule"
      danger
      onCancel={close}
      onConfirm={() => {
        void submit('delete', () =>
          call('POST /api/settings/automation/rules/:ruleId/delete', { ruleId: rule.id }),
        ).then((answer) => {
          if (answer?.ok !== true) return;
          host.alert('success', `“${rule.content.name}” was deleted.`);
          close();
          changed();
        });
      }}
    >
      <Text>{rule.sentence}</Text>
      <Text>
        It no longer acts on any deal. What it began goes on to its end, and contracts it made stay.
      </Text>
    </ModalForm>
  );
};
