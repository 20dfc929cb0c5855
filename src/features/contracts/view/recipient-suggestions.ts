import type { CardError, RecipientsView } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Deps } from '../../deps.ts';
import { readPeople } from '../status/people.ts';

/** Whom a review could go to: the counterparty's contact and the signatories on the paper. */
export const recipientSuggestions = async (
  deps: Deps,
  which: { portalId: number; contractId: string },
): Promise<Result<RecipientsView, CardError>> => {
  const contract = await deps.db.contract.findFirst({
    where: { id: which.contractId, portalId: which.portalId },
    select: { people: true },
  });
  if (contract === null) return fail(cardError.notFound('This contract'));
  const people = readPeople(contract.people);
  const all = [
    ...(people.counterparty === null
      ? []
      : [{ name: people.counterparty.name, email: people.counterparty.email, role: 'Counterparty contact' }]),
    ...people.signatories.map(({ name, email, side }) => ({
      name,
      email,
      role: side === 'ours' ? 'Signs for us' : 'Signs for the counterparty',
    })),
  ];
  const seen = new Set<string>();
  const suggestions = all.filter(({ email }) => {
    // Somebody who was erased has none.
    if (!email.includes('@')) return false;
    const key = email.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return ok({ suggestions });
};
