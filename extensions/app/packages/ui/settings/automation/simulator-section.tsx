import { useState } from 'react';
import { Accordion, Alert, Checkbox, Heading, Tag, Text, Tile } from '@hubspot/ui-extensions';
import type { SimulatedRule, SimulationView } from '@dealdraft/wire/automation.ts';
import { count } from '../../format/plural.ts';
import { Column, Row, Small, Strong } from '../../kit/layout.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { ChosenDeal } from '../parts/deal-picker.tsx';
import { DealPicker } from '../parts/deal-picker.tsx';

/** What rules would do with a real deal at each stage. Nothing is done. */
export const SimulatorSection = () => {
  const [deal, setDeal] = useState<ChosenDeal | null>(null);
  const [includePaused, setIncludePaused] = useState(false);
  return (
    <Column>
      <Text>Choose a deal to see which rules would run at each stage. Nothing is changed.</Text>
      <DealPicker name="simulated-deal" label="Deal" value={deal} onChange={setDeal} />
      <Checkbox name="include-paused" checked={includePaused} onChange={setIncludePaused}>
        Also rules that are paused, as if they were on
      </Checkbox>
      {deal === null ? null : <Simulation dealId={deal.id} includePaused={includePaused} />}
    </Column>
  );
};

const Simulation = (wish: { dealId: string; includePaused: boolean }) => {
  const { call } = useSettings();
  const [view, read] = useRead<SimulationView>(
    () => call('POST /api/settings/automation/simulate', wish),
    [wish],
  );
  return (
    <LoadedView loaded={view} label="Judging the rules" retry={read}>
      {({ stages }) => (
        <Column gap="sm">
          {stages.every(({ rules }) => rules.length === 0) ? (
            <Alert title="No rule is on" variant="info">
              Switch a rule on, or include those that are paused.
            </Alert>
          ) : null}
          {stages.map((stage) => (
            <StageTile key={stage.stageId} stage={stage} />
          ))}
        </Column>
      )}
    </LoadedView>
  );
};

const StageTile = ({ stage }: { stage: SimulationView['stages'][number] }) => {
  const acting = stage.rules.filter(({ verdict }) => verdict !== 'not');
  const silent = stage.rules.filter(({ verdict }) => verdict === 'not');
  return (
    <Tile compact testId={`stage-${stage.stageId}`}>
      <Column gap="xs">
        <Row align="center" wrap>
          <Heading>{stage.label}</Heading>
          {stage.current ? <Tag variant="info">The deal is here</Tag> : null}
        </Row>
        {acting.length === 0 ? <Text>Nothing would happen.</Text> : null}
        {acting.map((rule) => (
          <ActingRule key={rule.ruleId} rule={rule} />
        ))}
        {stage.path.length === 0 ? null : (
          <Text>The deal would go on by itself to {stage.path.join(' → ')}.</Text>
        )}
        {stage.loop === null ? null : (
          <Alert title="The deal would go round in circles" variant="danger">
            {stage.loop}
          </Alert>
        )}
        {silent.length === 0 ? null : (
          <Accordion title={`Why ${count(silent.length, 'rule')} would not act`} size="xs">
            {silent.map(({ ruleId, name, why }) => (
              <Small key={ruleId}>
                {name}: {why}
              </Small>
            ))}
          </Accordion>
        )}
      </Column>
    </Tile>
  );
};

const ActingRule = ({ rule }: { rule: SimulatedRule }) => (
  <Column gap="flush">
    <Row align="center" wrap>
      <Tag variant={rule.verdict === 'fires' ? 'success' : 'warning'}>
        {rule.verdict === 'fires' ? 'Would run' : 'Held back'}
      </Tag>
      <Strong>{rule.name}</Strong>
    </Row>
    {rule.would === null ? null : <Text>It would {rule.would}.</Text>}
    {rule.waitsFor.length === 0 ? null : (
      <Alert title="Sending would wait for a person" variant="warning">
        {rule.waitsFor.join(' ')}
      </Alert>
    )}
    <Small>{rule.why}</Small>
  </Column>
);
