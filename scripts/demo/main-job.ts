import { randomUUID } from 'node:crypto';
import { northwindPortalId, userIds } from '../../sandbox/hubspot/seed.ts';
import type {
  ContractView,
  DealView,
  Envelope,
  GenerateView,
  PlanView,
  TemplatesView,
} from '@dealdraft/wire/card.ts';
import { planLines, type Printer } from './print.ts';
import type { DemoSystem } from './system.ts';

const portalId = northwindPortalId;
const patienceMs = 30_000;

/** Waits for what must be seen; the demo fails, by name, when it is not. */
const seen = async <T>(
  what: string,
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
): Promise<T> => {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > end)
      throw new Error(
        `The demo expected to see: ${what}. It was not seen within ${String(patienceMs / 1000)} s.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

const cardCalls = (system: DemoSystem) => {
  const call = async <Data>(
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
  ): Promise<Data> => {
    const answer = await system.hubspot.control.callCard({
      portalId,
      userId: userIds.ben,
      method,
      path,
      ...(body === undefined ? {} : { body }),
    });
    const envelope = answer.body as Envelope<Data>;
    if (answer.status !== 200 || !envelope.ok)
      throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return envelope.data;
  };
  return { call };
};

const dealNamed = (system: DemoSystem, name: string): { id: string; name: string } => {
  for (const record of system.hubspot.control.portal(portalId).records.values()) {
    const dealname = record.properties['dealname'];
    if (record.type === 'deals' && !record.archived && dealname?.startsWith(name) === true)
      return { id: record.id, name: dealname };
  }
  throw new Error(`The sandbox has no deal "${name}".`);
};

/** Prints every webhook of a contract as it is received and applied, until told to stop. */
const followDeliveries = (system: DemoSystem, print: Printer, contractId: string) => {
  const printed = new Set<string>();
  const look = async (): Promise<void> => {
    const deliveries = await system.app.deps.db.delivery.findMany({
      where: { portalId, contractId, outcome: { not: 'pending' } },
      orderBy: { receivedAt: 'asc' },
    });
    for (const { id, activity, outcome, receivedAt, processedAt } of deliveries) {
      if (printed.has(id)) continue;
      printed.add(id);
      print.step(
        `webhook ${activity ?? '?'} → ${outcome}, ${String((processedAt?.getTime() ?? 0) - receivedAt.getTime())} ms after it came`,
      );
    }
  };
  return { look, count: () => printed.size };
};

/** One deal through the whole house: plan, request, contract, review, signatures, properties, PDF. */
export const runMainJob = async (
  system: DemoSystem,
  print: Printer,
  wish: { deal: string; template: string },
): Promise<string> => {
  const { call } = cardCalls(system);
  const deal = dealNamed(system, wish.deal);
  print.title(`${wish.template} for "${deal.name}"`);
  const { templates } = await call<TemplatesView>('GET', `/api/card/deals/${deal.id}/templates`);
  print.step(
    `templates for this deal: ${templates.map(({ name, readiness }) => `${name} (${readiness.text})`).join(', ')}`,
  );
  const template = templates.find(({ name }) => name === wish.template);
  if (template === undefined) throw new Error(`"${wish.template}" is not offered for this deal.`);

  const { plan, planHash, willDo } = await call<PlanView>('POST', `/api/card/deals/${deal.id}/plan`, {
    templateId: template.templateId,
  });
  print.step(`plan: ${String(plan.lines.length)} values, ${String(plan.blockers)} blockers. ${willDo}`);
  for (const line of planLines(plan.lines)) print.detail(line);
  if (plan.blockers > 0) throw new Error('The plan has blockers.');

  const clicked = performance.now();
  const { requestId } = await call<GenerateView>('POST', `/api/card/deals/${deal.id}/generate`, {
    templateId: template.templateId,
    planHash,
    idempotencyKey: randomUUID(),
    reason: 'Demo run',
  });
  print.step(
    `Generate clicked: request ${requestId} accepted in ${(performance.now() - clicked).toFixed(0)} ms`,
  );

  const viewOf = async (
    holds: (contract: ContractView) => boolean,
    contractId?: string,
  ): Promise<ContractView | undefined> => {
    const view = await call<DealView>('GET', `/api/card/deals/${deal.id}`);
    const refused = view.requests.find(({ id, state }) => id === requestId && state === 'refused');
    if (refused !== undefined)
      throw new Error(`The request was refused: ${refused.message ?? ''} ${refused.detail ?? ''}`);
    return view.contracts.find(
      (contract) => (contractId === undefined ? true : contract.id === contractId) && holds(contract),
    );
  };
  const row = await seen('the contract of this request in the database', () =>
    system.app.deps.db.contract.findFirst({ where: { portalId, requestId } }),
  );
  const contract = await seen('the contract on the card', () => viewOf(() => true, row.id));
  print.step(
    `contract ${contract.spotdraftId} "${contract.name}" is on the card ${(performance.now() - clicked).toFixed(0)} ms after the click: ${contract.link ?? ''}`,
  );
  const follow = followDeliveries(system, print, contract.id);

  await follow.look();
  const echoed = await seen('SpotDraft gives back what was sent', () =>
    viewOf(({ echo }) => echo.state !== 'pending', contract.id),
  );
  if (echoed.echo.state !== 'same')
    throw new Error(`What SpotDraft stored differs from what was sent: ${JSON.stringify(echoed.echo)}`);
  print.step('echo check: SpotDraft stored exactly what was sent');

  const act = (action: string, more: Record<string, unknown> = {}): void => {
    const result = system.spotdraft.control.act({
      workspace: 'production',
      contractId: row.numericId,
      action,
      ...more,
    } as Parameters<typeof system.spotdraft.control.act>[0]);
    if (!result.ok) throw new Error(`SpotDraft sandbox refused "${action}": ${JSON.stringify(result.body)}`);
  };
  await call('POST', `/api/card/contracts/${contract.id}/actions`, {
    action: 'send_for_review',
    idempotencyKey: randomUUID(),
  });
  await seen('the contract is in review', () => viewOf(({ status }) => status === 'REDLINING', contract.id));
  await follow.look();
  print.step('sent for review from the card; status: In review');

  const truth = system.spotdraft.state.contracts.get(row.numericId);
  if ((truth?.approvals.length ?? 0) > 0) {
    act('approve');
    print.step('legal approves in SpotDraft');
  }
  act('review-complete');
  await seen('the contract is out for signature', () =>
    viewOf(({ status }) => status === 'SIGN', contract.id),
  );
  await follow.look();
  print.step('counterparty completes the review; status: Out for signature');

  act('sign-all');
  await seen('the contract is executed', () => viewOf(({ status }) => status === 'EXECUTED', contract.id));
  await follow.look();
  print.step('everybody signs; status: Executed');

  const attached = await seen('the signed PDF on the deal', () =>
    viewOf(({ signedDocument }) => signedDocument.state === 'attached', contract.id),
  );
  if (attached.signedDocument.state !== 'attached') throw new Error('unreachable');
  const { fileId } = attached.signedDocument;
  const properties = await seen('the deal properties in HubSpot', () => {
    const { properties: now } = system.hubspot.control.record('deals', deal.id, portalId);
    return now['dealdraft_status'] === 'executed' && now['dealdraft_signed_document'] === fileId
      ? now
      : undefined;
  });
  for (const [name, value] of Object.entries(properties)
    .filter(([name]) => name.startsWith('dealdraft_'))
    .sort())
    print.detail(`${name.padEnd(34)} ${value}`);
  const file = system.hubspot.control.portal(portalId).files.get(fileId);
  if (file === undefined) throw new Error('The signed PDF is not among the files of the account.');
  print.step(`signed PDF "${file.name}" attached to the deal (file ${fileId}), deal properties written`);
  if (follow.count() < 4)
    throw new Error(`Only ${String(follow.count())} webhooks were seen for this contract.`);
  return deal.id;
};
