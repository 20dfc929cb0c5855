import { setTimeout as wait } from 'node:timers/promises';
import type { Enrolment } from '../../../sandbox/hubspot/state/model.ts';
import { appClientSecret } from '../../../sandbox/hubspot/state/accounts.ts';
import { signatureHeaders } from '../../../sandbox/hubspot/state/signatures.ts';
import type { Contract } from '../../../sandbox/spotdraft/state/model.ts';
import {
  ruleTemplate,
  type AutomationStory,
  type MergeStory,
  type StageStory,
  type WorkflowStory,
} from '../plan/automation-plan.ts';
import type { Ledger } from './ledger.ts';
import { generate, inSpotDraft, perform, seen, type Scene } from './people.ts';
import { portalId, type Stage } from '../stage/stage.ts';

/** Under faults a contract may take its time; whoever waits longer gives up and leaves it as it is. */
const patienceMs = 25_000;

export const playAutomation = async (stage: Stage, ledger: Ledger, story: AutomationStory): Promise<void> => {
  await wait(story.atMs);
  switch (story.kind) {
    case 'stage':
      return moveDeal(stage, ledger, story);
    case 'workflow':
      return runWorkflow(stage, ledger, story);
    case 'merge':
      return mergeDeal(stage, ledger, story);
  }
};

const newestOf = (stage: Stage, dealId: string, templateId: number): Contract | undefined =>
  [...stage.spotdraft.state.contracts.values()].findLast(
    (contract) =>
      contract.externalMetadata?.['id'] === `hubspot-deal-${dealId}` && contract.templateId === templateId,
  );

const idOf = (stage: Stage, name: string): number => {
  const found = stage.spotdraft.state.workspaces.production.templates.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no template ${name}`);
  return found.id;
};

/** Does what the story does with the contract, and ends it if that did not: nobody is left waiting for it. */
const workOn = async (scene: Scene, story: AutomationStory): Promise<void> => {
  for (const { act, afterMs } of story.acts) {
    await wait(afterMs);
    await perform(scene, act);
  }
  if (scene.contract.status !== 'EXECUTED' && scene.contract.status !== 'VOIDED')
    await inSpotDraft(scene, { action: 'void', note: 'Ended by legal' });
};

const moveDeal = async (stage: Stage, ledger: Ledger, story: StageStory): Promise<void> => {
  const dealId = stage.dealIds[story.deal] ?? '';
  const templateId = idOf(stage, ruleTemplate);
  ledger.stageWishes.push({ dealId, templateId });
  for (const { stage: dealstage, afterMs } of story.moves) {
    await wait(afterMs);
    stage.hubspot.control.editDeal(dealId, { dealstage }, { portalId });
    ledger.stageByHand.set(dealId, dealstage);
  }
  const contract = await seen(() => newestOf(stage, dealId, templateId), patienceMs);
  if (contract !== null) await workOn({ stage, ledger, story, dealId, contract }, story);
};

/** HubSpot asks again with the same callback id, as it does after an answer that it did not hear. */
const askAgain = async (stage: Stage, enrolment: Enrolment): Promise<void> => {
  const body = JSON.stringify({
    callbackId: enrolment.callbackId,
    origin: { portalId, actionDefinitionId: 10_646_377, actionDefinitionVersion: 1 },
    context: { source: 'WORKFLOWS', workflowId: 192_814_114 },
    object: { objectId: Number(enrolment.dealId), objectType: 'DEAL', properties: {} },
    inputFields: enrolment.inputFields,
  });
  const url = enrolment.actionUrl;
  const signed = { clientSecret: appClientSecret, method: 'POST', url, body };
  const now = Date.now() + stage.plan.skewMs.hubspot;
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signatureHeaders(signed, now, 'v2') },
    body,
    signal: AbortSignal.timeout(5_000),
  }).then(
    (answer) => answer.text(),
    () => undefined,
  );
};

const enrol = async (
  { stage, ledger, story }: { stage: Stage; ledger: Ledger; story: WorkflowStory },
  action: 'generate-contract' | 'wait-for-status',
  inputFields: Record<string, unknown>,
): Promise<Enrolment> => {
  const dealId = stage.dealIds[story.deal] ?? '';
  const enrolment = stage.hubspot.control.enrol({
    portalId,
    dealId,
    actionUrl: `/hubspot/actions/${action}`,
    inputFields,
  });
  ledger.executions.push({ enrolment, action, dealId, templateId: idOf(stage, story.template) });
  for (let time = 0; time < story.repeats; time += 1) {
    await wait(time * 150);
    await askAgain(stage, enrolment);
  }
  return enrolment;
};

const runWorkflow = async (stage: Stage, ledger: Ledger, story: WorkflowStory): Promise<void> => {
  const dealId = stage.dealIds[story.deal] ?? '';
  const templateId = idOf(stage, story.template);
  const workflow = { stage, ledger, story };
  const made = await enrol(workflow, 'generate-contract', { template_id: templateId, if_open: story.ifOpen });
  if ((await seen(() => (made.endedAt === null ? null : made), patienceMs)) === null) return;
  const contract = newestOf(stage, dealId, templateId);
  if (contract === undefined) return;
  await enrol(workflow, 'wait-for-status', { template_id: templateId, status: 'EXECUTED', wait_days: 1 });
  await workOn({ stage, ledger, story, dealId, contract }, story);
};

const mergeDeal = async (stage: Stage, ledger: Ledger, story: MergeStory): Promise<void> => {
  const dealId = stage.dealIds[story.deal] ?? '';
  const into = stage.dealIds[story.into] ?? '';
  const click = { number: story.number, click: 'once', reason: null } as const;
  const templateId = idOf(stage, story.template);
  const accepted = await generate(stage, ledger, { story: click, dealId, templateId });
  if (accepted === null) return;
  await wait(story.mergeAfterMs);
  // Either may be the primary one: both ids lead to the new deal.
  const [primary, merged] = story.number % 2 === 0 ? [into, dealId] : [dealId, into];
  const united = stage.hubspot.control.mergeDeals(primary, merged, portalId);
  const contract = await seen(() => newestOf(stage, dealId, templateId), patienceMs);
  if (contract !== null) await workOn({ stage, ledger, story, dealId: united, contract }, story);
};
