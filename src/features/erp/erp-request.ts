import type { CardError } from '@dealdraft/wire/card.ts';
import type { ErpRequest } from '@dealdraft/wire/erp.ts';
import { reservedRecordKeys } from '@dealdraft/wire/mapping.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../platform/card-errors.ts';
import type { Deps } from '../deps.ts';
import { requestContract } from '../contracts/create/request-contract.ts';
import { erpKey } from './erp-keys.ts';

const mostKeys = 20;

/** Asks for a contract as the card does: same plan, same checks, one request makes one contract. The same key gives the same request. */
export const requestForErp = async (
  deps: Deps,
  portalId: number,
  wish: ErpRequest,
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
