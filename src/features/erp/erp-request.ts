import { z } from 'zod';
import type { CardError } from '@dealdraft/wire/card.ts';
import { reservedRecordKeys } from '@dealdraft/wire/mapping.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../platform/card-errors.ts';
import type { Deps } from '../deps.ts';
import { requestContract } from '../contracts/create/request-contract.ts';
import { erpKey } from './erp-signature.ts';

const keyName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'small letters, digits and _');

/** What an ERP sends. Its keys (vendor id, purchase order, legal entity …) stay with the contract in SpotDraft. */
export const erpWish = z.strictObject({
  idempotencyKey: z.string().trim().min(8).max(200),
  dealId: z.string().regex(/^\d{1,20}$/, 'a HubSpot record id'),
  /** By name, or by number. */
  template: z.union([z.string().trim().min(1).max(300), z.int().positive()]),
  keys: z.record(keyName, z.string().trim().min(1).max(500)).default({}),
  /** Answers to "which record?", as the card gives them. */
  choices: z.record(z.string().max(300), z.string().max(50)).default({}),
  /** Why another contract of this template is wanted while one is open. */
  reason: z.string().trim().min(1).max(500).optional(),
});
export type ErpWish = z.output<typeof erpWish>;

const mostKeys = 20;

/** Asks for a contract as the card does: same plan, same checks, one request makes one contract. The same key gives the same request. */
export const requestForErp = async (
  deps: Deps,
  portalId: number,
  wish: ErpWish,
): Promise<Result<{ requestId: string }, CardError>> => {
  const names = Object.keys(wish.keys);
  const reserved = names.filter((name) => reservedRecordKeys.some((key) => key === name));
  if (reserved.length > 0 || names.length > mostKeys)
    return fail({
      ...cardError.notPossible(
        reserved.length > 0
          ? `The keys ${reserved.join(', ')} are DealDraft's own; use others.`
          : `A contract takes at most ${String(mostKeys)} keys.`,
      ),
      code: 'invalid',
    });
  const templateId = await templateOf(deps, portalId, wish.template);
  if (!templateId.ok) return templateId;
  return requestContract(deps, {
    portalId,
    dealId: wish.dealId,
    templateId: templateId.value,
    choices: wish.choices,
    idempotencyKey: erpKey(wish.idempotencyKey),
    origin: 'api',
    requestedBy: 'ERP',
    requestedById: null,
    recordData: wish.keys,
    ...(wish.reason === undefined ? {} : { reason: wish.reason }),
  });
};

/** A name that two workspaces have is told by its number: none is guessed. */
const templateOf = async (
  deps: Deps,
  portalId: number,
  template: string | number,
): Promise<Result<number, CardError>> => {
  if (typeof template === 'number') return ok(template);
  const rows = await deps.db.template.findMany({
    where: { portalId, name: template, state: 'published' },
    select: { templateId: true },
  });
  const ids = [...new Set(rows.map(({ templateId }) => templateId))];
  const [only, another] = ids;
  if (only === undefined) return fail(cardError.notFound(`The template “${template}”`));
  if (another === undefined) return ok(only);
  return fail({
    ...cardError.notPossible(`“${template}” is the name of several templates: ask by number.`),
    code: 'invalid',
  });
};
