import type { z } from 'zod';
import { simulateStage } from '../rules/simulate.ts';
import type { Facts, Place } from '../rules/facts.ts';
import type { simulateRequest, SimulationView } from '@dealdraft/wire/automation.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { sendingWarnings } from './sending-warnings.ts';
import { learnMerge } from '../../deals/learn-merge.ts';
import type { Deps } from '../../deps.ts';
import { toPast } from '../../wake/firing-round.ts';
import { propertiesOf, readDealNow } from '../engine/read-deal.ts';
import { readNames } from './read-names.ts';
import { readContracts, readRules, readSets } from '../engine/read-rules.ts';
import { effectText } from './rule-sentence.ts';

/** What the rules would do with one real deal at each stage of its pipeline. Nothing is stored or sent, but for what the read tells of a merge. */
export const simulateDeal = async (
  deps: Deps,
  portalId: number,
  { dealId, stageId, includePaused }: z.output<typeof simulateRequest>,
): Promise<Result<SimulationView, CardError>> => {
  const pipelines = await deps.readPipelines(portalId);
  if (!pipelines.ok) return fail(refused(pipelines.failure));
  const stored = await readRules(deps.db, portalId, includePaused ? ['active', 'paused'] : ['active']);
  const now = deps.now().getTime();
  const rules = stored.map((rule) => (rule.state === 'paused' ? { ...rule, since: now } : rule));
  const read = await readDealNow(
    deps,
    { portalId, dealId },
    { properties: propertiesOf(rules), pipelines: pipelines.value },
  );
  if (!read.ok) return fail(refused(read.failure));
  if (read.value === null) return fail(cardError.notFound('This deal'));
  const { name, deal: current, entry, record } = read.value;
  const deal = await learnMerge(deps, { portalId, dealId }, record);
  const pipeline = pipelines.value.find(({ id }) => id === current.pipelineId);
  if (pipeline === undefined) return fail(cardError.notFound("This deal's pipeline"));
  const past = await deps.db.ruleFiring.findMany({
    where: { ...deal, state: { notIn: ['held'] } },
    orderBy: { createdAt: 'desc' },
    take: 200,
  });
  const here: Place = { pipelineId: current.pipelineId, stageId: current.stageId };
  const facts: Facts = {
    deal: current,
    pipelines: pipelines.value,
    contracts: await readContracts(deps.db, deal),
    sets: await readSets(deps.db, portalId),
    past: past.map(toPast),
    last: { from: entry.from, to: here, seq: 0, at: entry.at, cause: entry.cause },
    now,
  };
  const names = await readNames(deps, portalId);
  const warnings = await sendingWarnings(deps, deal, rules);
  const stages = pipeline.stages.filter(({ id }) => stageId === undefined || id === stageId);
  return ok({
    dealName: name,
    currentStageId: current.stageId,
    stages: stages.map(({ id, label }) => ({
      ...simulateStage(
        { rules, facts, warnings, describe: (effect) => effectText(names, effect) },
        { pipelineId: pipeline.id, stageId: id },
      ),
      label,
      current: id === current.stageId,
    })),
  });
};

const refused = (failure: { message: string } | Parameters<typeof cardError.vendor>[0]): CardError =>
  'text' in failure ? cardError.vendor(failure) : cardError.notConnected(failure.message);
