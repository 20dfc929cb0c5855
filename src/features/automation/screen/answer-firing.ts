import { storedEffect } from '../rules/stored-effect.ts';
import type { RuleFiring } from '../../../platform/database/generated/client.ts';
import { isOpen } from '@dealdraft/wire/contract-status.ts';
import type { FiringAnswer, Saved } from '@dealdraft/wire/automation.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { addEvent } from '../../history/events.ts';
import { clearProblem } from '../../problems/problems.ts';
import { writeAudit } from '../../history/write-audit.ts';
import { askForAction } from '../tasks/ask-action.ts';
import type { Deps } from '../../deps.ts';
import { beginAgain } from '../../wake/begin-again.ts';
import type { OpenFiring } from '../engine/firing.ts';
import { endFiring } from '../engine/end-firing.ts';
import type { Editor } from './rule-store.ts';

const answerTexts: Record<FiringAnswer, string> = {
  confirm: 'Agreed to what a rule asked',
  decline: 'Declined what a rule asked',
  retry: 'Had a rule try again',
};

type Wish = { firingId: string; answer: FiringAnswer; reason?: string | undefined };

/** A person's answer to a firing that asks, was refused, or waits for values. */
export const answerFiring = async (
  deps: Deps,
  editor: Editor,
  wish: Wish,
): Promise<Result<Saved, CardError>> => {
  const answered = await carryOut(deps, editor, wish);
  if (answered.ok)
    await writeAudit(deps.db, {
      portalId: editor.portalId,
      who: editor.by,
      action: 'rule_answered',
      subject: wish.firingId,
      text: answerTexts[wish.answer],
    });
  return answered;
};

const carryOut = async (
  deps: Deps,
  { portalId, by }: Editor,
  { firingId, answer, reason = '' }: Wish,
): Promise<Result<Saved, CardError>> => {
  const row = await deps.db.ruleFiring.findFirst({
    where: { id: firingId, portalId },
    include: { rule: true },
  });
  if (row === null) return fail(cardError.notFound('This request'));
  const { rule, ...firing } = row;
  // One that was held back set out to do nothing, so there is nothing to read.
  if (!answerable.has(firing.state)) return fail(answer === 'retry' ? notRefused : answered);
  const effect = storedEffect(firing.effect);
  const open = { ...firing, effect, ruleName: (rule.content as { name?: string }).name ?? '' };
  const saved = ok({ id: firingId, version: firing.ruleVersion });
  if (answer === 'decline') {
    if (firing.state === 'refused') {
      // It has ended; what is over is that somebody is to look at it.
      await clearProblem(deps.db, { portalId, kind: 'rule_refused', about: firingId });
      return saved;
    }
    if (firing.state !== 'asking' && firing.state !== 'blocked') return fail(answered);
    await decline(deps, open, by);
    // Other moves waited for one that was blocked.
    if (firing.state === 'blocked') await wake(deps, firing);
    return saved;
  }
  if (answer === 'retry') {
    if (firing.state === 'refused') return ok(await tryAgain(deps, row));
    if (firing.state !== 'blocked') return fail(notRefused);
    // Whoever asks may have changed what HubSpot requires: it is asked again, whatever the deal has.
    await deps.db.ruleFiring.updateMany({
      where: { id: firingId, portalId, state: 'blocked' },
      data: { refusedAt: null },
    });
    await wake(deps, firing);
    return saved;
  }
  if (firing.state !== 'asking') return fail(answered);
  if (effect.do === 'generate' || effect.do === 'send') {
    await deps.db.ruleFiring.updateMany({
      where: { id: firingId, portalId, state: 'asking' },
      data: { state: 'doing', answeredBy: by, text: null },
    });
    await clearProblem(deps.db, { portalId, kind: 'rule_asks', about: firingId });
    await wake(deps, firing);
    return saved;
  }
  if (effect.do !== 'ask_to_void')
    return fail(
      cardError.notPossible(
        'SpotDraft lets nobody put a contract on hold from outside; put it on hold in SpotDraft, and this ends by itself.',
      ),
    );
  if (reason.length < 3) return fail(noReason);
  const contracts = await deps.db.contract.findMany({
    where: { portalId, id: { in: [...effect.contractIds] }, unlinkedAt: null },
  });
  const actionIds: string[] = [];
  for (const contract of contracts.filter(({ status }) => isOpen(status))) {
    const asked = await askForAction(deps, contract, {
      wish: {
        action: 'void',
        idempotencyKey: `rule:${firingId}:${contract.id}`,
        reason: `${reason} (${firing.why} Confirmed by ${by}.)`,
      },
      origin: 'stage_rule',
      requestedBy: by,
    });
    if (asked.is === 'asked') actionIds.push(asked.actionId);
    else
      return fail(
        cardError.notPossible(`“${contract.name}” cannot be voided: ${'text' in asked ? asked.text : ''}`),
      );
  }
  await deps.db.ruleFiring.updateMany({
    where: { id: firingId, portalId, state: 'asking' },
    data: { state: 'doing', actionIds, answeredBy: by },
  });
  await wake(deps, firing);
  return saved;
};

/** Nothing is done. What was asked about a contract and answered with no is a line of its timeline too. */
const decline = async (deps: Deps, firing: OpenFiring, by: string): Promise<void> => {
  const { id, portalId, effect } = firing;
  await deps.db.$transaction(async (tx) => {
    if (firing.state === 'asking' && 'contractIds' in effect)
      for (const contractId of effect.contractIds)
        await addEvent(tx, {
          portalId,
          contractId,
          kind: 'deal_went_another_way',
          at: deps.now(),
          how: 'stage_rule',
          actor: by,
          dedupeKey: `rule:${id}:declined`,
          detail: { reason: `${by} left this contract as it is.` },
        });
    await endFiring({ db: tx, now: deps.now }, firing, { state: 'declined', text: `Declined by ${by}.` });
  });
};

/** The same once more; a second press finds the first one's. */
const tryAgain = async (deps: Deps, refused: RuleFiring): Promise<Saved> => {
  const { id, portalId, ruleId, ruleVersion, dealId } = refused;
  const round = await deps.db.$transaction(async (tx) => {
    const begun = await beginAgain(tx, refused, { createdAt: deps.now() });
    await clearProblem(tx, { portalId, kind: 'rule_refused', about: id });
    await deps.enqueue(tx, 'deal.automate', { payload: { portalId, dealId }, hurry: true });
    return begun;
  });
  const again = await deps.db.ruleFiring.findUniqueOrThrow({
    where: { portalId_ruleId_dealId_round: { portalId, ruleId, dealId, round } },
  });
  return { id: again.id, version: ruleVersion };
};

const noReason: CardError = {
  code: 'invalid',
  message: 'Enter a reason (at least a few words).',
  canRetry: false,
};

const answerable: ReadonlySet<string> = new Set(['asking', 'blocked', 'refused']);
const notRefused = cardError.notPossible('Only what was refused, or waits for values, can be tried again.');
const answered = cardError.notPossible(
  'This was answered already, or the deal went on; reload the page to see how.',
);

const wake = (deps: Deps, { portalId, dealId }: { portalId: number; dealId: string }): Promise<void> =>
  deps.db.$transaction((tx) =>
    deps.enqueue(tx, 'deal.automate', { payload: { portalId, dealId }, hurry: true }),
  );
