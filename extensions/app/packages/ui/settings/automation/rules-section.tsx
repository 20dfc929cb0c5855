import { useState } from 'react';
import { Alert, EmptyState, Heading, Text } from '@hubspot/ui-extensions';
import type { AutomationView, RuleView } from '@dealdraft/wire/automation.ts';
import { count } from '../../format/plural.ts';
import { Choice } from '../../kit/choice.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import type { RuleKind } from './rule-draft.ts';
import { newRule } from './rule-draft.ts';
import { RuleForm } from './rule-form.tsx';
import { RuleTile } from './rule-tile.tsx';

type Props = { view: AutomationView; changed: () => void; openSets: () => void };

const groups: readonly { title: string; text: string; kinds: RuleKind[]; add: string }[] = [
  {
    title: 'Create and send contracts',
    text: 'When a deal enters a stage, its contract is generated or sent.',
    kinds: ['generate', 'send'],
    add: 'Add a rule for a stage',
  },
  {
    title: 'Update deal stage',
    text: 'When a contract set is executed, declined or void, the deal goes to another stage.',
    kinds: ['move'],
    add: 'Add a rule for a contract set',
  },
  {
    title: 'When a deal is lost, reopened, or moved back',
    text: 'What becomes of open contracts of deals that are moved back, lost or reopened.',
    kinds: ['keep'],
    add: 'Add rule',
  },
];

/** The rules of one pipeline at a time, in both directions. */
export const RulesSection = ({ view, changed, openSets }: Props) => {
  const { rules, pipelines } = view;
  const [chosen, setChosen] = useState<string | null>(null);
  const gone = [...new Set(rules.map(({ content }) => content.pipelineId))].filter(
    (id) => !pipelines.some((pipeline) => pipeline.id === id),
  );
  const options = [
    ...pipelines.map(({ id, label }) => ({ id, label })),
    ...gone.map((id) => ({ id, label: view.pipelinesMessage === null ? `${id} (gone)` : id })),
  ];
  const inPipeline = (id: string): RuleView[] => rules.filter(({ content }) => content.pipelineId === id);
  const first = options.find(({ id }) => inPipeline(id).length > 0) ?? options[0];
  const pipelineId = options.find(({ id }) => id === chosen)?.id ?? first?.id ?? '';
  if (options.length === 0 && view.pipelinesMessage === null) {
    return (
      <EmptyState title="No pipeline to automate" layout="vertical" imageName="deals" imageWidth={120}>
        <Text>Make a deal pipeline in HubSpot; its stages appear here.</Text>
      </EmptyState>
    );
  }
  return (
    <Column>
      {view.templates.length > 0 ? null : (
        <Alert title="No template is published yet" variant="info">
          Map a template and publish it; rules can then generate and send it.
        </Alert>
      )}
      <Row align="end" wrap>
        <Choice
          name="automation-pipeline"
          label="Pipeline"
          value={pipelineId}
          options={options.map(({ id, label }) => ({
            value: id,
            label: `${label} (${count(inPipeline(id).length, 'rule')})`,
          }))}
          onChange={setChosen}
        />
      </Row>
      {groups.map((group) => (
        <RuleGroup
          key={`${pipelineId}-${group.title}`}
          {...{ group, view, pipelineId, changed, openSets }}
          rules={inPipeline(pipelineId).filter(({ content }) => group.kinds.includes(content.kind))}
        />
      ))}
    </Column>
  );
};

type GroupProps = Props & { group: (typeof groups)[number]; pipelineId: string; rules: RuleView[] };

const RuleGroup = ({ group, view, pipelineId, rules, changed, openSets }: GroupProps) => {
  const [kind = 'generate'] = group.kinds;
  return (
    <Column gap="sm">
      <Column gap="flush">
        <Heading>{group.title}</Heading>
        <Small>{group.text}</Small>
      </Column>
      {rules.map((rule) => (
        <RuleTile key={rule.id} {...{ rule, view, changed, openSets }} />
      ))}
      {rules.length === 0 ? <Text>No rules yet</Text> : null}
      <Row>
        <OverlayButton id={`add-rule-${kind}`} label={group.add} title={group.add} kind="panel" whole>
          {(close) => (
            <RuleForm
              start={newRule(kind, pipelineId)}
              kinds={group.kinds}
              {...{ view, close, changed, openSets }}
            />
          )}
        </OverlayButton>
      </Row>
    </Column>
  );
};
