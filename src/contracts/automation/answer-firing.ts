import { isOpen, type ContractStatus } from '../../wire/contract-status.ts';
import type { Effect } from '../../automation/facts.ts';
import type { FiringAnswer, Saved } from '../../wire/automation.ts';
import type { CardError } from '../../wire/card.ts';
import { fail, ok, type Result } from '../../wire/result.ts';
import { cardError } from '../card-errors.ts';
import { askForAction } from './ask-action.ts';
import type { AutomationDeps } from './automation-deps.ts';
import { endFiring } from './end-firing.ts';
import type { Editor } from './rule-store.ts';

/** A person's answer to a firing that asks, or that was blocked. */
export const answerFiring = async (
  deps: AutomationDeps,
  { portalId, by }: Editor,
  { firingId, answer }: { firingId: string; answer: FiringAnswer },
): Promise<Result<Saved, CardError>> => {
  const row = await deps.db.ruleFiring.findFirst({
    where: { id: firingId, portalId },
    include: { rule: true },
  });
  if (row === null) return fail(cardError.notFound('This request'));
  const { rule, ...firing } = row;
  const effect = firing.effect as unknown as Effect;
  const open = { ...firing, effect, ruleName: (rule.content as { name?: string }).name ?? '' };
  const saved = ok({ id: firingId, version: firing.ruleVersion });
  if (answer === 'decline') {
    if (firing.state !== 'asking' && firing.state !== 'blocked') return fail(answered);
    await endFiring(deps, open, { state: 'declined', text: `Declined by ${by}.` });
    return saved;
  }
  if (answer === 'retry') {
    if (firing.state !== 'blocked')
      return fail(cardError.notPossible('Only what is blocked can be tried again.'));
    await wake(deps, firing);
    return saved;
  }
  if (firing.state !== 'asking') return fail(answered);
  if (effect.do !== 'ask_to_void')
    return fail(
      cardError.notPossible(
        'SpotDraft lets nobody put a contract on hold from outside; put it on hold in SpotDraft, and this ends by itself.',
      ),
    );
  const contracts = await deps.db.contract.findMany({
    where: { portalId, id: { in: [...effect.contractIds] }, unlinkedAt: null },
  });
  const actionIds: string[] = [];
  for (const contract of contracts.filter(({ status }) => isOpen(status as ContractStatus))) {
    const asked = await askForAction(deps, contract, {
      wish: {
        action: 'void',
        idempotencyKey: `rule:${firingId}:${contract.id}`,
        reason: `${firing.why} Confirmed by ${by}.`,
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

const answered = cardError.notPossible(
  'This was answered already, or the deal went on; reload the page to see how.',
);

const wake = (
  deps: AutomationDeps,
  { portalId, dealId }: { portalId: number; dealId: string },
): Promise<void> =>
  deps.db.$transaction((tx) => deps.enqueue(tx, 'deal.automate', { payload: { portalId, dealId } }));
