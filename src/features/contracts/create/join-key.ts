import type { ExternalMetadata } from '../../../spotdraft/answers/external-metadata.ts';

/** The durable join between the two systems: never the title, which people change. */
export const externalId = (dealId: string): string => `hubspot-deal-${dealId}`;

export const dealIdOf = (metadata: ExternalMetadata | null): string | null =>
  /^hubspot-deal-(\d{1,20})$/.exec(metadata?.id ?? '')?.[1] ?? null;

const text = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

/** The portal that a contract's metadata names; deals of two portals can have the same number. */
export const portalIdOf = (metadata: ExternalMetadata | null): number | null => {
  const value = text(metadata?.recordData['portal_id'] ?? null);
  return value !== null && /^\d{1,10}$/.test(value) ? Number(value) : null;
};

export const requestIdOf = (metadata: ExternalMetadata | null): string | null => {
  const value = text(metadata?.recordData['request_id'] ?? null);
  return value !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value.toLowerCase()
    : null;
};
