import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { Json, JsonObject, Plan, PlanLine } from '@dealdraft/wire/plan.ts';
import type { DealRecords, PortalFacts } from '@dealdraft/wire/records.ts';
import type { Template } from '@dealdraft/wire/template.ts';
import { blocks, evaluateRule } from './evaluate-rule.ts';
import { createFormulaRunner } from '../formulas/formula-runner.ts';
import type { FormulaRunner } from '../formulas/formula-runner.ts';
import { moneyWarnings } from './money-check.ts';
import { decimalWarnings } from './decimal-check.ts';
import { damageWarnings, nameWarnings } from './text-check.ts';
import { optionWarnings } from './option-check.ts';
import { planCounterparty } from './plan-counterparty.ts';
import { planData } from './plan-data.ts';
import { planSignatories } from './plan-signatories.ts';
import type { Scope } from '../records/scope.ts';
import { filled, textLine, textOf } from './section-rules.ts';
import { systemTarget, templateTargets } from '../targets/targets.ts';
import { recordPath } from '../records/record-path.ts';

export type PlanInput = {
  mapping: Mapping;
  mappingVersionId: string;
  template: Template;
  records: DealRecords;
  /** Answers to "which of these records?": choice key → record id. */
  choices: Readonly<Record<string, string>>;
  portal: PortalFacts;
  now: Date;
  /** For a limit of one's own. Not given: the usual limits. */
  formulas?: FormulaRunner;
};

/**
 * Applies a mapping to one deal. Never throws, whatever it is given; the same input gives the same plan, byte for byte, unless a
 * formula runs out of time. What is wrong stands in the lines; `contract` may be sent only when `blockers` is 0.
 */
export function buildPlan(input: PlanInput): Promise<Plan> {
  return Promise.resolve(planNow(input));
}

/** `buildPlan` without the promise. */
export function planNow({
  mapping,
  mappingVersionId,
  template,
  records,
  choices,
  portal,
  now,
  formulas,
}: PlanInput): Plan {
  const scope: Scope = {
    records,
    choices,
    portal,
    now,
    formulas: formulas ?? createFormulaRunner(now),
    associations: {},
    data: new Map(),
  };
  // Rules of the paper mean the party's company and contact when they do not say otherwise.
  const associations = {
    company: mapping.counterparty.company,
    contact: mapping.counterparty.pointOfContact.contact,
  };
  const about = { ...scope, associations };
  const targets = templateTargets(template);
  const { lines: dataLines, data } = planData(about, mapping, targets);
  const withData = { ...about, data, targets };
  const party = planCounterparty(withData, mapping.counterparty, template.counterpartyKind);
  const signatories = planSignatories(withData, mapping.signatories, party.name);
  const name = textLine(withData, mapping.contractName, {
    path: 'contract.name',
    label: 'Contract name',
    section: 'contract',
    required: false,
  });
  const entity = textLine(withData, mapping.entity, {
    path: 'contract.entity',
    label: 'Our entity',
    section: 'contract',
    required: false,
    forSystems: true,
  });
  const recordData = planRecordData(withData, mapping);
  const lines = [...dataLines, ...party.lines, ...signatories.lines, name, entity, ...recordData].filter(
    (line) => line !== null,
  );
  return {
    dealId: records.deal.id,
    templateId: template.id,
    mappingVersion: mappingVersionId,
    choices: { ...choices },
    blockers: lines.filter(blocks).length,
    lines,
    warnings: [
      ...moneyWarnings(scope, mapping),
      ...decimalWarnings(lines),
      ...optionWarnings(scope, lines),
      ...nameWarnings(lines),
      ...damageWarnings(lines),
    ],
    contract: {
      contractData: Object.fromEntries(data),
      counterparties: party.counterparty ? [party.counterparty] : [],
      signatories: signatories.signatories,
      ...filled({ contractName: textOf(name), entityReferenceId: textOf(entity) }),
      workflowConfig: mapping.workflowConfig,
      recordData: toObject(recordData),
    },
  };
}

function planRecordData(scope: Scope, { recordData }: Mapping): PlanLine[] {
  const seen = new Set<string>();
  return recordData.flatMap((rule) => {
    const target = systemTarget(rule.target);
    const line = evaluateRule(scope, rule, {
      target,
      path: `${recordPath}${rule.target}`,
      section: 'contract',
    });
    // As with variables, the first rule of a key whose condition holds decides.
    if (seen.has(rule.target)) return [];
    if (line.status !== 'skipped') seen.add(rule.target);
    return [line];
  });
}

const toObject = (lines: PlanLine[]): JsonObject =>
  Object.fromEntries(
    lines.flatMap((line): [string, Json][] =>
      line.value === null ? [] : [[line.target.slice(recordPath.length), line.value]],
    ),
  );
