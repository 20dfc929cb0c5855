import type { Contract, Request } from '../../../platform/database/generated/client.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { later, type Unfinished } from '../../../platform/jobs/job-end.ts';
import { findReadyTemplate } from '../../contracts/create/plan-for-deal.ts';
import type { RefusedField } from '../../contracts/create/refused-fields.ts';
import { openContractOf, requestContract } from '../../contracts/create/request-contract.ts';
import type { Deps } from '../../deps.ts';

/** What automation wants of a contract: of a template, for a deal, and what to do when one is there already. */
export type ContractWish = {
  portalId: number;
  dealId: string;
  templateId: number;
  ifOpen: 'skip' | 'reuse' | 'another';
  idempotencyKey: string;
  origin: 'workflow' | 'stage_rule';
  requestedBy: string;
  /** Why another one is made; kept with the request. */
  reason: string;
};

export type ContractAsked =
  | { is: 'requested'; requestId: string }
  | { is: 'open'; contractId: string; text: string }
  /** One of this template is being made for the deal by somebody else. */
  | { is: 'under_way'; requestId: string; text: string }
  | { is: 'blocked'; text: string }
  | { is: 'refused'; text: string }
  | { is: 'wait'; end: Unfinished };

const waitMs = 15_000;

const blockedText = ({ message, fields = [] }: CardError): string =>
  fields.length === 0
    ? message
    : `${message} ${fields.map(({ label, message: why }) => `${label}: ${why}`).join(' ')}`;

/**
 * Asks for a contract as the card does: same plan, same checks, same one-contract promise. The key names the wish, so
 * asking again, after a crash say, is the same request.
 */
export const askForContract = async (deps: Deps, wish: ContractWish): Promise<ContractAsked> => {
  const { portalId, dealId, templateId, ifOpen, idempotencyKey, origin, requestedBy, reason } = wish;
  const repeated = await deps.db.request.findUnique({
    where: { portalId_idempotencyKey: { portalId, idempotencyKey } },
    select: { id: true },
  });
  if (repeated !== null) return { is: 'requested', requestId: repeated.id };
  const ready = await findReadyTemplate(deps, portalId, templateId);
  if (ready === null)
    return {
      is: 'refused',
      text: 'The template is not mapped and published in DealDraft any more; an admin maps it again or chooses another.',
    };
  const template = { workspaceId: ready.workspace.id, templateId };
  if (ifOpen !== 'another') {
    const open = await openContractOf(deps.db, { portalId, dealId }, template);
    if (open !== null)
      return {
        is: 'open',
        contractId: open.id,
        text: `“${open.name}” (${open.statusLabel}) of this template is open on the deal.`,
      };
  }
  const underWay = await deps.db.request.findFirst({
    where: { portalId, dealId, ...template, state: { in: ['queued', 'creating', 'checking'] } },
    select: { id: true },
  });
  if (underWay !== null)
    return {
      is: 'under_way',
      requestId: underWay.id,
      text: `“${ready.template.name}” is being generated for this deal already.`,
    };
  const asked = await requestContract(deps, {
    portalId,
    dealId,
    templateId,
    choices: {},
    idempotencyKey,
    origin,
    requestedBy,
    requestedById: null,
    ...(ifOpen === 'another' ? { reason } : {}),
  });
  if (asked.ok) return { is: 'requested', requestId: asked.value.requestId };
  const { failure } = asked;
  switch (failure.code) {
    case 'blocked':
      return { is: 'blocked', text: blockedText(failure) };
    case 'open_contract':
    case 'already_requested':
      return { is: 'wait', end: later(500, failure.message) };
    case 'vendor':
      return { is: 'wait', end: later(waitMs, failure.detail ?? failure.message) };
    default:
      return { is: 'refused', text: failure.message };
  }
};

export type RequestEnd =
  { is: 'waiting' } | { is: 'made'; contract: Contract } | { is: 'refused'; text: string };

/** How a request ended, if it did. */
export const requestEnd = async (deps: Deps, portalId: number, requestId: string): Promise<RequestEnd> => {
  const request = await deps.db.request.findFirst({
    where: { id: requestId, portalId },
    include: { contract: true },
  });
  if (request === null) return { is: 'refused', text: 'The request is gone.' };
  if (request.contract !== null) return { is: 'made', contract: request.contract };
  return request.state === 'refused' ? { is: 'refused', text: refusalText(request) } : { is: 'waiting' };
};

const refusalText = (request: Request): string => {
  const { message, fields = [] } = (request.refusal ?? {}) as {
    message?: string;
    fields?: RefusedField[];
  };
  const named = fields.map(({ label, message: why }) => `${label}: ${why}`).join(' ');
  return [message ?? 'SpotDraft refused it.', named].filter((part) => part !== '').join(' ');
};

/** The contract that an action without a link to one means: the newest of the template, or of any. */
export const contractFor = (
  deps: Deps,
  { portalId, dealId }: { portalId: number; dealId: string },
  templateId: number | null,
): Promise<Contract | null> =>
  deps.db.contract.findFirst({
    where: {
      portalId,
      dealId,
      unlinkedAt: null,
      goneAt: null,
      ...(templateId === null ? {} : { templateId }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });

/** Whether a contract that could be meant is being made right now. */
export const isBeingMade = async (
  deps: Deps,
  { portalId, dealId }: { portalId: number; dealId: string },
  templateId: number | null,
): Promise<boolean> =>
  (await deps.db.request.count({
    where: {
      portalId,
      dealId,
      state: { in: ['queued', 'creating', 'checking'] },
      ...(templateId === null ? {} : { templateId }),
    },
  })) > 0;
