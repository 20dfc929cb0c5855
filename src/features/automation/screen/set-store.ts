import { toJson } from '../../../platform/database/to-json.ts';
import type { z } from 'zod';
import { isNdaAlone } from '../rules/set-state.ts';
import { stageOf } from '../rules/facts.ts';
import type { Saved, saveSet as saveSetSchema } from '@dealdraft/wire/automation.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Deps } from '../../deps.ts';
import { isMoveRule } from '../rules/decide-move.ts';
import { readNames } from './read-names.ts';
import { readRules } from '../engine/read-rules.ts';
import type { Editor } from './rule-store.ts';
import { valueChanges } from '../../history/value-changes.ts';
import { writeAudit } from '../../history/write-audit.ts';

const refuse = (message: string): Result<never, CardError> =>
  fail({ code: 'invalid', message, canRetry: false });

/** Keeps a contract set, new or changed, unless it would let a non-disclosure agreement close deals. */
export const saveSet = async (
  deps: Deps,
  { portalId, by }: Editor,
  { id, content }: z.output<typeof saveSetSchema>,
): Promise<Result<Saved, CardError>> => {
  const required = content.members.filter((member) => member.required);
  if (required.length === 0)
    return refuse('At least one contract of a set is required; otherwise it would never be complete.');
  if (new Set(content.members.map(({ templateId }) => templateId)).size < content.members.length)
    return refuse('A template stands twice in this set; take one of the two out.');
  const names = await readNames(deps, portalId);
  const templateName = (templateId: number): string =>
    names.templates.find((template) => template.templateId === templateId)?.name ??
    `Template ${String(templateId)}`;
  const members = content.members.map((member) => ({
    ...member,
    templateName: templateName(member.templateId),
  }));
  if (id !== undefined && isNdaAlone({ id, name: content.name, members })) {
    const closing = (await readRules(deps.db, portalId)).filter(
      (rule) =>
        isMoveRule(rule) &&
        rule.content.setId === id &&
        rule.content.when === 'executed' &&
        stageOf(names.pipelines ?? [], {
          pipelineId: rule.content.pipelineId,
          stageId: rule.content.toStageId,
        })?.isWon === true,
    );
    if (closing.length > 0)
      return refuse(
        `The rule “${closing[0]?.name ?? ''}” closes deals by this set, and a non-disclosure agreement alone does not close a deal.`,
      );
  }
  const same = await deps.db.contractSet.findFirst({
    where: {
      portalId,
      state: 'active',
      name: { equals: content.name, mode: 'insensitive' },
      ...(id === undefined ? {} : { id: { not: id } }),
    },
    select: { id: true },
  });
  if (same !== null)
    return refuse(`A set named “${content.name}” exists already; give this one another name.`);
  const data = { name: content.name, content: toJson(content), updatedBy: by };
  const entry = { portalId, who: by, action: 'contract_set_changed', subject: content.name } as const;
  if (id === undefined) {
    const made = await deps.db.$transaction(async (tx) => {
      await writeAudit(tx, { ...entry, text: 'Made the contract set', changes: valueChanges({}, content) });
      return tx.contractSet.create({ data: { ...data, portalId } });
    });
    return ok({ id: made.id, version: made.version });
  }
  const changed = await deps.db.$transaction(async (tx) => {
    const before = await tx.contractSet.findFirst({ where: { id, portalId, state: 'active' } });
    const [row] = await tx.contractSet.updateManyAndReturn({
      where: { id, portalId, state: 'active' },
      data: { ...data, version: { increment: 1 } },
    });
    if (row !== undefined)
      await writeAudit(tx, {
        ...entry,
        text: 'Changed the contract set',
        changes: valueChanges(before?.content, content),
      });
    return row;
  });
  return changed === undefined
    ? fail(cardError.notFound('This contract set'))
    : ok({ id, version: changed.version });
};

/** Takes a set away, unless a rule goes by it. */
export const deleteSet = async (
  deps: Deps,
  { portalId, by }: Editor,
  setId: string,
): Promise<Result<Saved, CardError>> => {
  const rules = await readRules(deps.db, portalId, ['active', 'paused']);
  const user = rules.find(({ content }) => content.kind === 'move' && content.setId === setId);
  if (user !== undefined)
    return fail(
      cardError.notPossible(`The rule “${user.name}” goes by this set; change or delete the rule first.`),
    );
  const gone = await deps.db.$transaction(async (tx) => {
    const [row] = await tx.contractSet.updateManyAndReturn({
      where: { id: setId, portalId, state: 'active' },
      data: { state: 'deleted', updatedBy: by },
    });
    if (row !== undefined)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'contract_set_deleted',
        subject: row.name,
        text: 'Deleted the contract set',
        changes: valueChanges(row.content, {}),
      });
    return row;
  });
  return gone === undefined
    ? fail(cardError.notFound('This contract set'))
    : ok({ id: setId, version: gone.version });
};
