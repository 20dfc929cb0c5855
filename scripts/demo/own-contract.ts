import { northwindPortalId } from '../../sandbox/hubspot/state/accounts.ts';
import type { GenerateView, PlanView, TemplatesView } from '@dealdraft/wire/card.ts';
import { CanNotGoOn } from './can-not-go-on.ts';
import { planLines, type Printer } from './print.ts';
import { seen } from './seen.ts';
import type { Seller } from './seller.ts';
import type { DemoSystem } from './system.ts';

const portalId = northwindPortalId;
const shownValues = 8;

export type Wish = { dealId: string; dealName: string; template: string };

/** The requests that earlier runs made for this deal and template carry a key of the demo's own, with a number. */
const keyOf = ({ dealId, template }: Wish, attempt: number): string =>
  `demo ${dealId} ${template} ${String(attempt)}`;

type Own = { id: string; numericId: number; spotdraftId: string; status: string; isNew: boolean };

/** The demo's contract on this deal: the one that an earlier run began, or a new one. Contracts of other people stay. */
export async function ownContract(
  system: DemoSystem,
  seller: Seller,
  parts: { wish: Wish; print: Printer },
): Promise<Own> {
  const { db } = system.app.deps;
  for (let attempt = 1; ; attempt += 1) {
    const key = keyOf(parts.wish, attempt);
    // The service puts the person who clicked before the key, and it may have been another one than today.
    const request = await db.request.findFirst({ where: { portalId, idempotencyKey: { endsWith: key } } });
    if (request?.state === 'refused') continue;
    const isNew = request === null;
    const requestId = request?.id ?? (await generate(seller, key, parts));
    const contract = await contractOf(system, requestId);
    // One that somebody voided, unlinked or deleted is done with; the next attempt begins anew.
    if (contract.status === 'VOIDED' || contract.unlinkedAt !== null || contract.goneAt !== null) continue;
    return { ...contract, isNew };
  }
}

const contractOf = async ({ app }: DemoSystem, requestId: string) => {
  const { db } = app.deps;
  return seen('the contract in SpotDraft', async () => {
    const { state, refusal } = await db.request.findUniqueOrThrow({ where: { id: requestId } });
    if (state === 'refused') {
      const { message } = (refusal ?? {}) as { message?: string };
      throw new CanNotGoOn(`SpotDraft refused it: ${message ?? 'it did not say why.'}`);
    }
    return db.contract.findFirst({ where: { portalId, requestId } });
  });
};

const generate = async (
  { firstName, call }: Seller,
  idempotencyKey: string,
  { wish, print }: { wish: Wish; print: Printer },
): Promise<string> => {
  const deal = `/api/card/deals/${wish.dealId}`;
  const { templates } = await call<TemplatesView>('GET', `${deal}/templates`);
  const template = templates.find(({ name }) => name === wish.template);
  if (template === undefined)
    throw new CanNotGoOn(`“${wish.template}” is not offered on this deal: it may be unmapped or archived.`);
  if (template.readiness.state === 'paused')
    throw new CanNotGoOn(`“${wish.template}” is paused. Fix or resume its mapping in the settings.`);
  const { plan, planHash } = await call<PlanView>('POST', `${deal}/plan`, {
    templateId: template.templateId,
  });
  const missing = plan.lines.filter(({ status }) => ['missing', 'invalid', 'choose'].includes(status));
  if (missing.length > 0)
    throw new CanNotGoOn(`Values are missing: ${missing.map(({ label }) => label).join(', ')}.`);
  const lines = planLines(plan.lines);
  print.step(`${firstName} picks “${wish.template}”: ${String(lines.length)} values, nothing missing`);
  for (const line of lines.slice(0, shownValues)) print.detail(line);
  if (lines.length > shownValues)
    print.detail(`… and ${String(lines.length - shownValues)} more; the card shows each with its source`);
  const clicked = performance.now();
  const { requestId } = await call<GenerateView>('POST', `${deal}/generate`, {
    templateId: template.templateId,
    planHash,
    idempotencyKey,
    reason: 'Demo run',
  });
  print.step(`${firstName} clicks Generate; accepted in ${(performance.now() - clicked).toFixed(0)} ms`);
  return requestId;
};
