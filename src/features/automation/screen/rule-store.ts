import { toJson } from '../../../platform/database/to-json.ts';
import type { z } from 'zod';
import type { RuleState, Saved, saveRule as saveRuleSchema } from '@dealdraft/wire/automation.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { clearProblem } from '../../problems/problems.ts';
import { valueChanges } from '../../history/value-changes.ts';
import { writeAudit } from '../../history/write-audit.ts';
import type { Deps } from '../../deps.ts';
import { readNames } from './read-names.ts';
import { ruleFindings } from './rule-sentence.ts';
import { startTicking } from '../engine/tick.ts';

export type Editor = { portalId: number; by: string };

const invalid = (findings: readonly string[]): CardError => ({
  code: 'invalid',
  message: findings.join(' '),
  canRetry: false,
});
const overtaken = cardError.notPossible(
  'Somebody else changed this rule meanwhile; reload the page and edit it again.',
);

const nameOf = ({ content }: { content: unknown }): string => (content as { name?: string }).name ?? '';

/** Keeps a rule, new or changed. From then on it judges what happens; what happened before is none of its business. */
export const saveRule = async (
  deps: Deps,
  { portalId, by }: Editor,
  wish: z.output<typeof saveRuleSchema>,
): Promise<Result<Saved, CardError>> => {
  const findings = ruleFindings(await readNames(deps, portalId), wish.content);
  if (findings.length > 0) return fail(invalid(findings));
  const now = deps.now();
  const content = toJson(wish.content);
  const entry = { portalId, who: by, action: 'rule_changed', subject: wish.content.name } as const;
  const changed = { kind: wish.content.kind, content, activeSince: now, updatedBy: by };
  if (wish.id === undefined) {
    const made = await deps.db.$transaction(async (tx) => {
      const rule = await tx.stageRule.create({ data: { ...changed, portalId, createdBy: by } });
      await writeAudit(tx, { ...entry, text: 'Made the rule', changes: valueChanges({}, wish.content) });
      return rule;
    });
    await startTicking(deps, portalId);
    return ok({ id: made.id, version: made.version });
  }
  const { id, version } = wish;
  const known = await deps.db.stageRule.findFirst({ where: { id, portalId, state: { not: 'deleted' } } });
  if (known === null) return fail(cardError.notFound('This rule'));
  const count = await deps.db.$transaction(async (tx) => {
    const written = await tx.stageRule.updateMany({
      where: { id, portalId, version: version ?? known.version, state: { not: 'deleted' } },
      data: { ...changed, version: { increment: 1 } },
    });
    if (written.count > 0)
      await writeAudit(tx, {
        ...entry,
        text: 'Changed the rule',
        changes: valueChanges(known.content, wish.content),
      });
    return written.count;
  });
  return count === 0 ? fail(overtaken) : ok({ id, version: (version ?? known.version) + 1 });
};

/** Switches a rule on or off. Switched on again it begins anew: what happened while it rested is left alone. */
export const setRuleState = async (
  deps: Deps,
  { portalId, by }: Editor,
  { ruleId, state }: { ruleId: string; state: RuleState },
): Promise<Result<Saved, CardError>> => {
  const rule = await deps.db.stageRule.findFirst({
    where: { id: ruleId, portalId, state: { not: 'deleted' } },
  });
  if (rule === null) return fail(cardError.notFound('This rule'));
  if (rule.state !== state)
    await deps.db.$transaction(async (tx) => {
      const { count } = await tx.stageRule.updateMany({
        where: { id: ruleId, portalId, state: rule.state },
        data:
          state === 'active'
            ? { state, pausedReason: null, activeSince: deps.now(), updatedBy: by }
            : { state, pausedReason: `Paused by ${by}.`, updatedBy: by },
      });
      if (count > 0)
        await writeAudit(tx, {
          portalId,
          who: by,
          action: state === 'active' ? 'rule_resumed' : 'rule_paused',
          subject: nameOf(rule),
          text: state === 'active' ? 'Switched the rule on' : 'Paused the rule',
          changes: [{ path: 'state', before: rule.state, after: state }],
        });
      await clearProblem(tx, { portalId, kind: 'rule_paused', about: ruleId });
    });
  if (state === 'active') await startTicking(deps, portalId);
  return ok({ id: ruleId, version: rule.version });
};

/** Takes a rule away. Its firings stay as history; those under way end as they began. */
export const deleteRule = async (
  deps: Deps,
  { portalId, by }: Editor,
  ruleId: string,
): Promise<Result<Saved, CardError>> => {
  const rule = await deps.db.stageRule.findFirst({
    where: { id: ruleId, portalId, state: { not: 'deleted' } },
  });
  if (rule === null) return fail(cardError.notFound('This rule'));
  await deps.db.$transaction(async (tx) => {
    await tx.stageRule.updateMany({
      where: { id: ruleId, portalId },
      data: { state: 'deleted', updatedBy: by },
    });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'rule_deleted',
      subject: nameOf(rule),
      text: 'Deleted the rule',
      changes: valueChanges(rule.content, {}),
    });
    await clearProblem(tx, { portalId, kind: 'rule_paused', about: ruleId });
  });
  return ok({ id: ruleId, version: rule.version });
};
