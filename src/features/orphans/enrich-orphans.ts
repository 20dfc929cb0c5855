import type { SpotDraftClient } from '../../spotdraft/client.ts';
import type { KeyPointer } from '../../spotdraft/answers/around-contract.ts';
import { parseContractId } from '../../spotdraft/answers/ids.ts';
import type { StoredContract } from './stored-orphans.ts';

/** Two calls for each contract: more are matched by their names alone. */
const mostAsked = 100;

const amountOf = (value: unknown): string | null => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim())) return value.trim();
  if (typeof value !== 'object' || value === null) return null;
  const parts = value as Record<string, unknown>;
  return amountOf(parts['value'] ?? parts['amount'] ?? null);
};

/** What a contract is worth: the money among its metadata whose name says so. */
export const valueOf = (keyPointers: readonly KeyPointer[]): string | null => {
  const money = keyPointers.filter(
    ({ dataType, label }) =>
      dataType?.toLowerCase().includes('currency') === true || /\b(value|amount|total)\b/i.test(label),
  );
  for (const { value } of money) {
    const amount = amountOf(value);
    if (amount !== null) return amount;
  }
  return null;
};

const domainOf = (email: string | null | undefined): string[] => {
  const domain = email?.split('@')[1]?.toLowerCase();
  return domain === undefined || domain === '' ? [] : [domain];
};

/** Adds value and addresses to the newest contracts. What SpotDraft does not tell is left out: it is a help, not a need. */
export const enrichContracts = async (
  client: SpotDraftClient,
  contracts: readonly StoredContract[],
): Promise<StoredContract[]> => {
  const newest = contracts.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const enriched: StoredContract[] = [];
  for (const [index, contract] of newest.entries()) {
    const id = index < mostAsked ? parseContractId(contract.ref) : null;
    if (id === null) {
      enriched.push(contract);
      continue;
    }
    const [pointers, recipients] = await Promise.all([client.getKeyPointers(id), client.getRecipients(id)]);
    const domains = recipients.ok ? recipients.value.flatMap(({ person }) => domainOf(person?.email)) : [];
    enriched.push({
      ...contract,
      value: pointers.ok ? valueOf(pointers.value) : null,
      domains: [...new Set(domains)],
    });
  }
  return enriched;
};
