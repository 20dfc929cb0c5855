import type { Effect } from '../rules/facts.ts';
import type { Contract } from '../../../platform/database/generated/client.ts';
import { clearProblem } from '../../problems/problems.ts';
import { actionEnd, askForAction, isSent, sendWish, type SendFor } from '../tasks/ask-action.ts';
import { askForContract, contractFor, requestEnd } from '../tasks/ask-contract.ts';
import type { Deps } from '../../deps.ts';
import { settled, type Carried, type OpenFiring } from './firing.ts';
import { blockFiring, endFiring } from './end-firing.ts';

type GenerateFiring = OpenFiring & { effect: Extract<Effect, { do: 'generate' }> };

/** Waits for HubSpot so many times, 15 s each; then a person looks. */
const mostWaits = 240;

/** Generates the contract a rule wants, then sends it when the rule says so. */
export const generateForRule = async (deps: Deps, firing: GenerateFiring): Promise<Carried> => {
  const { portalId, effect } = firing;
  if (firing.contractId !== null) return sendMade(deps, firing, firing.contractId);
  if (firing.requestId === null) return ask(deps, firing);
  const end = await requestEnd(deps, portalId, firing.requestId);
  switch (end.is) {
    case 'waiting':
      return settled;
    case 'refused':
      await endFiring(deps, firing, { state: 'refused', text: end.text });
      return settled;
    case 'made':
      if (effect.send === 'no') {
        await endFiring(deps, firing, {
          state: 'done',
          text: `Generated “${end.contract.name}”.`,
          contractId: end.contract.id,
        });
        return settled;
      }
      await remember(deps, firing, { contractId: end.contract.id });
      return sendMade(deps, { ...firing, contractId: end.contract.id }, end.contract.id);
  }
};

const ask = async (deps: Deps, firing: GenerateFiring): Promise<Carried> => {
  const { id, portalId, dealId, effect } = firing;
  const asked = await askForContract(deps, {
    portalId,
    dealId,
    templateId: effect.templateId,
    ifOpen: effect.ifOpen,
    idempotencyKey: `rule:${id}`,
    origin: 'stage_rule',
    requestedBy: `Rule “${firing.ruleName}”`,
    reason: `Rule “${firing.ruleName}”: ${firing.why}`,
  });
  switch (asked.is) {
    case 'requested':
      await remember(deps, firing, { requestId: asked.requestId });
      return generateForRule(deps, { ...firing, requestId: asked.requestId });
    case 'open':
      if (effect.ifOpen === 'skip' || effect.send === 'no') {
        await endFiring(deps, firing, {
          state: 'done',
          text: `Nothing generated: ${asked.text}`,
          contractId: asked.contractId,
        });
        return settled;
      }
      await remember(deps, firing, { contractId: asked.contractId });
      return sendMade(deps, firing, asked.contractId);
    case 'under_way':
      if (effect.ifOpen === 'skip')
        await endFiring(deps, firing, { state: 'done', text: `Nothing generated: ${asked.text}` });
      if (effect.ifOpen === 'reuse') await remember(deps, firing, { requestId: asked.requestId });
      return settled;
    case 'blocked':
      await blockFiring(deps, firing, { text: asked.text });
      return settled;
    case 'refused':
      await endFiring(deps, firing, { state: 'refused', text: asked.text });
      return settled;
    case 'wait': {
      const { attempts } = await deps.db.ruleFiring.update({
        where: { id, portalId },
        data: { attempts: { increment: 1 } },
      });
      if (attempts < mostWaits) return { is: 'wait', end: asked.end };
      await endFiring(deps, firing, { state: 'refused', text: asked.end.why });
      return settled;
    }
  }
};

/** What the firing has come to, so that a repetition goes on from there. */
const remember = async (
  deps: Deps,
  firing: OpenFiring,
  data: { requestId?: string; contractId?: string; actionIds?: string[] },
): Promise<void> => {
  await deps.db.ruleFiring.updateMany({
    where: { id: firing.id, portalId: firing.portalId, state: { in: ['doing', 'blocked'] } },
    data: { ...data, state: 'doing', text: null, missing: [], refusedAt: null },
  });
  await clearProblem(deps.db, { portalId: firing.portalId, kind: 'rule_blocked', about: firing.id });
};

const sendMade = async (deps: Deps, firing: GenerateFiring, contractId: string): Promise<Carried> => {
  const { effect, portalId } = firing;
  const contract = await deps.db.contract.findFirst({
    where: { id: contractId, portalId, unlinkedAt: null },
  });
  if (effect.send === 'no' || contract === null) {
    await endFiring(deps, firing, {
      state: 'done',
      text: contract === null ? 'The contract was unlinked from the deal.' : `Generated “${contract.name}”.`,
    });
    return settled;
  }
  return send(deps, firing, { contract, sendFor: effect.send });
};

/** Sends the newest contract of the template. */
export const sendForRule = async (
  deps: Deps,
  firing: OpenFiring,
  effect: Extract<Effect, { do: 'send' }>,
): Promise<Carried> => {
  const contract = await contractFor(deps, firing, effect.templateId);
  if (contract === null) {
    await endFiring(deps, firing, {
      state: 'refused',
      text: 'The deal has no contract of this template to send.',
    });
    return settled;
  }
  return send(deps, firing, { contract, sendFor: effect.sendFor });
};

const send = async (
  deps: Deps,
  firing: OpenFiring,
  { contract, sendFor }: { contract: Contract; sendFor: SendFor },
): Promise<Carried> => {
  const [actionId] = firing.actionIds;
  if (actionId !== undefined) {
    const end = await actionEnd(deps, firing.portalId, actionId);
    if (end.is === 'done')
      await endFiring(deps, firing, {
        state: 'done',
        text: `Sent “${contract.name}” for ${sendFor}.`,
        contractId: contract.id,
      });
    if (end.is === 'failed')
      await endFiring(deps, firing, { state: 'refused', text: end.text, contractId: contract.id });
    return settled;
  }
  if (isSent(contract, sendFor)) {
    await endFiring(deps, firing, {
      state: 'done',
      text: `“${contract.name}” was sent before.`,
      contractId: contract.id,
    });
    return settled;
  }
  const asked = await askForAction(deps, contract, {
    wish: sendWish(sendFor, `rule:${firing.id}:send`),
    origin: 'stage_rule',
    requestedBy: `Rule “${firing.ruleName}”`,
  });
  if (asked.is === 'asked')
    await remember(deps, firing, { contractId: contract.id, actionIds: [asked.actionId] });
  else await blockFiring(deps, firing, { text: asked.text });
  return settled;
};
