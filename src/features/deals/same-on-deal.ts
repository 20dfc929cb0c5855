import { dealPropertyDefinitions } from '../../hubspot/calls/deal-properties.ts';
import type { DealProperties } from './headline.ts';

const typeOf = new Map<string, string>(dealPropertyDefinitions.map(({ name, type }) => [name, type]));

const momentOf = (text: string): number => (/^\d{10,}$/.test(text) ? Number(text) : Date.parse(text));

/** HubSpot stores text, and gives numbers and times back in its own form. */
export const sameOnDeal = (name: string, ours: string, theirs: string): boolean => {
  if (ours === theirs) return true;
  if (ours === '' || theirs === '') return false;
  const type = typeOf.get(name);
  if (type === 'number') return Number(ours) === Number(theirs);
  if (type === 'datetime') return momentOf(ours) === momentOf(theirs);
  if (type !== undefined) return false;
  // Properties that an admin chose for contract metadata can be of any type.
  return (
    (Number.isFinite(Number(ours)) && Number(ours) === Number(theirs)) ||
    (/^\d{4}-\d{2}-\d{2}/.test(ours) && momentOf(ours) === momentOf(theirs))
  );
};

/** Properties whose value on the deal is not the one that was last written. One that HubSpot does not know is left out. */
export const differingProperties = (
  written: DealProperties,
  onDeal: Readonly<Record<string, string | null>>,
): string[] =>
  Object.entries(written).flatMap(([name, value]) => {
    const theirs = onDeal[name];
    return theirs !== undefined && !sameOnDeal(name, value, theirs ?? '') ? [name] : [];
  });
