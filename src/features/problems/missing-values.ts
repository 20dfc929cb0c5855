import { z } from 'zod';
import type { HubSpotClient } from '../../hubspot/client.ts';
import type { MissingValue } from '../../hubspot/transport/failure.ts';
import type { FieldLink } from '@dealdraft/wire/card.ts';
import type { Deps } from '../deps.ts';

/** A deal property that HubSpot requires and that has no value, by the name that people know. */
export type MissingProperty = { property: string; label: string };

const stored = z.array(z.object({ property: z.string(), label: z.string() })).catch([]);

/** As they are kept in a row's `missing` or `fields`. */
export const readMissing = (json: unknown): MissingProperty[] => stored.parse(json);

/**
 * HubSpot may drop a requirement, and tells nobody. So a write that it refused is tried again after so long, though the
 * values have not come; not more often, for every refusal counts against the app.
 */
const blindRetryMs = 60 * 60_000;

/** The labels of what HubSpot named; the internal name where the properties cannot be read now. */
export async function labelMissing(
  { definitions }: Pick<Deps, 'definitions'>,
  client: HubSpotClient,
  values: readonly MissingValue[],
): Promise<MissingProperty[]> {
  const read = await definitions.read(client, ['deal']);
  const known = read.ok ? (read.value.deal ?? []) : [];
  return values.map(({ property }) => ({
    property,
    label: known.find(({ name }) => name === property)?.label ?? property,
  }));
}

const andList = new Intl.ListFormat('en-US', { type: 'conjunction' });

/** "Close date, PO number, and Deal type". */
export const labelsOf = (missing: readonly MissingProperty[]): string =>
  andList.format(missing.map(({ label }) => label));

/** Each with the place where a person fills it in. */
export const fieldLinks = (dealId: string, missing: readonly MissingProperty[]): FieldLink[] =>
  missing.map(({ property, label }) => ({ label, link: { object: 'deal', recordId: dealId, property } }));

/** Whether a refused write is worth trying again: its values are there, or HubSpot was not asked for long. */
export const isWorthTrying = (
  refused: { missing: readonly MissingProperty[]; refusedAt: Date | null },
  properties: Readonly<Record<string, string | null>>,
  now: Date,
): boolean =>
  refused.refusedAt === null ||
  now.getTime() - refused.refusedAt.getTime() >= blindRetryMs ||
  refused.missing.every(({ property }) => (properties[property] ?? '') !== '');
