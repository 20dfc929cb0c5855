import { setTimeout as wait } from 'node:timers/promises';
import type { ActInput } from '../../../sandbox/spotdraft/control/act.ts';
import type { Contract } from '../../../sandbox/spotdraft/state/model.ts';
import type { ActionAccepted, DealView, Envelope, GenerateView, PlanView } from '@dealdraft/wire/card.ts';
import type { Clicker, Ledger, Wish } from './ledger.ts';
import type { Act } from '../plan/act.ts';
import type { Story } from '../plan/plan.ts';
import { portalId, type Stage } from '../stage/stage.ts';

/** How long somebody in SpotDraft waits for their turn. */
const turnMs = 10_000;

/** Repeats a call of the card until an envelope comes, as a person does who sees "try again". */
const insist = async <Data>(
  call: () => Promise<Envelope<Data> | null>,
  tries = 80,
): Promise<Envelope<Data> | null> => {
  for (let tried = 0; tried < tries; tried += 1) {
    const answer = await call().catch(() => null);
    if (
      answer !== null &&
      (answer.ok || (answer.error.code !== 'unexpected' && answer.error.code !== 'vendor'))
    )
      return answer;
    await wait(120 + tried * 10);
  }
  return null;
};

export const seen = async <T>(
  look: () => T | undefined | null | Promise<T | undefined | null>,
  patienceMs: number,
): Promise<T | null> => {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null) return found;
    if (Date.now() > end) return null;
    await wait(100);
  }
};

/** The person of one story: previews, clicks, waits for the contract, then works on it. */
export const play = async (stage: Stage, ledger: Ledger, story: Story): Promise<void> => {
  await wait(story.atMs);
  const dealId = stage.dealIds[story.deal] ?? '';
  const template = stage.spotdraft.state.workspaces.production.templates.find(
    ({ name }) => name === story.template,
  );
  if (template === undefined) throw new Error(`no template ${story.template}`);
  const accepted = await generate(stage, ledger, { story, dealId, templateId: template.id });
  if (accepted === null || story.acts.length === 0) return;
  const contract = await seen(() => contractOf(stage, accepted), 12_000);
  if (contract === null) return;
  for (const { act, afterMs } of story.acts) {
    await wait(afterMs);
    await perform({ stage, ledger, story, dealId, contract }, act);
  }
};

const contractOf = (stage: Stage, requestId: string): Contract | undefined =>
  [...stage.spotdraft.state.contracts.values()].find(({ receivedBody }) => receivedBody.includes(requestId));

type Where = { story: Clicker; dealId: string; templateId: number };

export const generate = async (stage: Stage, ledger: Ledger, where: Where): Promise<string | null> => {
  const { story, dealId, templateId } = where;
  const keys = story.click === 'two-tabs' ? ['tab-one', 'tab-two'] : ['key'];
  for (let round = 0; round < 5; round += 1) {
    const plan = await insist(() =>
      stage.card<PlanView>('POST', `/api/card/deals/${dealId}/plan`, { templateId }),
    );
    if (plan === null || !plan.ok) {
      ledger.gaveUp.push(
        `story ${String(story.number)}: no preview (${plan === null ? 'no answer' : plan.error.message})`,
      );
      return null;
    }
    const { planHash, plan: shown } = plan.data;
    const click = async (key: string): Promise<Wish> => {
      ledger.clicks += 1;
      const answer = await insist(() =>
        stage.card<GenerateView>('POST', `/api/card/deals/${dealId}/generate`, {
          templateId,
          planHash,
          idempotencyKey: `chaos-${String(story.number)}-${String(round)}-${key}`,
          ...(story.reason === null ? {} : { reason: story.reason }),
        }),
      );
      const told: Wish['answer'] =
        answer === null
          ? { kind: 'unknown' }
          : answer.ok
            ? { kind: 'accepted', requestId: answer.data.requestId }
            : { kind: 'refused', code: answer.error.code };
      const wish: Wish = {
        story,
        dealId,
        templateId,
        key: `chaos-${String(story.number)}-${String(round)}-${key}`,
        answer: told,
        shown: shown.contract,
      };
      ledger.wishes.push(wish);
      return wish;
    };
    const wishes = await clicks(story, keys, click);
    const accepted = wishes.flatMap(({ answer }) => (answer.kind === 'accepted' ? [answer.requestId] : []));
    if (accepted[0] !== undefined) return accepted[0];
    // The deal changed between preview and click: the person looks at the new preview.
    if (!wishes.some(({ answer }) => answer.kind === 'refused' && answer.code === 'plan_changed'))
      return null;
  }
  return null;
};

const clicks = async (
  story: Clicker,
  keys: readonly string[],
  click: (key: string) => Promise<Wish>,
): Promise<Wish[]> => {
  switch (story.click) {
    case 'once':
      return [await click('key')];
    case 'double':
      return Promise.all([click('key'), click('key')]);
    case 'two-tabs':
      return Promise.all(keys.map(click));
    case 'repeated': {
      const wishes = [];
      for (let time = 0; time < 3; time += 1) {
        wishes.push(await click('key'));
        await wait(200);
      }
      return wishes;
    }
  }
};

export type Scene = {
  stage: Stage;
  ledger: Ledger;
  story: Pick<Story, 'number'>;
  dealId: string;
  contract: Contract;
};

export const perform = async (scene: Scene, act: Act): Promise<void> => {
  switch (act) {
    case 'send':
      return press(scene, act, { action: 'send_for_review' });
    case 'mark':
      return press(scene, act, { action: 'mark_for_signature' });
    case 'mark-twice':
      await Promise.all([
        press(scene, `${act}-1`, { action: 'mark_for_signature' }),
        press(scene, `${act}-2`, { action: 'mark_for_signature' }),
      ]);
      return;
    case 'take-back':
      return press(scene, act, { action: 'take_back_from_signature', reason: 'Not yet' });
    case 'void':
      return press(scene, act, { action: 'void', reason: 'The deal is off' });
    case 'remind': {
      const waiting = scene.contract.signatories.find((one) => one.action === null);
      if (waiting !== undefined) await press(scene, act, { action: 'remind', email: waiting.email });
      return;
    }
    case 'sd-review':
      return inSpotDraft(scene, { action: 'review-complete' });
    case 'sd-approve':
      return inSpotDraft(scene, { action: 'approve' });
    case 'sd-sign-all':
      return inSpotDraft(scene, { action: 'sign-all' });
    case 'sd-sign-one':
    case 'sd-decline': {
      const next = scene.contract.signatories.find((one) => one.action === null);
      if (next !== undefined)
        await inSpotDraft(scene, { action: act === 'sd-decline' ? 'decline' : 'sign', email: next.email });
      return;
    }
    case 'sd-hold':
      return inSpotDraft(scene, { action: 'hold' });
    case 'sd-resume':
      return inSpotDraft(scene, { action: 'resume' });
    case 'sd-void':
      return inSpotDraft(scene, { action: 'void', note: 'Voided by legal' });
    case 'sd-edit':
      return inSpotDraft(scene, { action: 'comment', comment: 'Please look at clause 4' });
    case 'hs-edit-deal':
      return void scene.stage.hubspot.control.editDeal(
        scene.dealId,
        { special_terms: `Edited in story ${String(scene.story.number)}` },
        { portalId },
      );
    case 'hs-edit-ours':
      scene.ledger.scribbled.add(scene.dealId);
      return void scene.stage.hubspot.control.editDeal(
        scene.dealId,
        { dealdraft_status: 'none', dealdraft_contract_name: 'scribbled over' },
        { portalId },
      );
    case 'hs-delete-restore':
      return deleteAndRestore(scene);
  }
};

const deleteAndRestore = async ({ stage, dealId }: Scene): Promise<void> => {
  if (stage.hubspot.control.record('deals', dealId, portalId).archived) return;
  stage.hubspot.control.deleteDeal(dealId, portalId);
  await wait(700);
  stage.hubspot.control.restoreDeal(dealId, portalId);
};

/**
 * People in SpotDraft wait for their turn, such as for the email that asks them to sign. What can never become possible
 * they leave at once: an approval that nobody asks for, or anything on a contract that has ended.
 */
export const inSpotDraft = async (
  { stage, contract }: Scene,
  input: Record<string, unknown>,
): Promise<void> => {
  await seen(() => {
    const result = stage.spotdraft.control.act({
      workspace: 'production',
      contractId: contract.id,
      ...input,
    } as ActInput);
    const hasEnded = contract.status === 'EXECUTED' || contract.status === 'VOIDED';
    return result.ok || result.httpStatus === 404 || hasEnded ? result : null;
  }, turnMs);
};

const press = async (
  { stage, ledger, story, dealId, contract }: Scene,
  key: string,
  body: Record<string, unknown>,
): Promise<void> => {
  const shown = await seen(async () => {
    const view = await stage.card<DealView>('GET', `/api/card/deals/${dealId}`).catch(() => null);
    return view?.ok === true
      ? view.data.contracts.find(({ spotdraftId }) => spotdraftId === `T-${String(contract.id)}`)
      : null;
  }, 8_000);
  if (shown === null) return;
  ledger.actions.asked += 1;
  const answer = await insist(() =>
    stage.card<ActionAccepted>('POST', `/api/card/contracts/${shown.id}/actions`, {
      ...body,
      idempotencyKey: `chaos-act-${String(story.number)}-${key}-${String(contract.id)}`,
    }),
  );
  if (answer?.ok === true) ledger.actions.accepted += 1;
};
