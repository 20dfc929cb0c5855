import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

type PropertyOption = { value: string; label: string; hidden: boolean };
/** A property of an object type. `readOnly`: its value cannot be written (calculated, or set by HubSpot). `currency`: a number that is money. */
export type HubSpotProperty = {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  description: string;
  options: PropertyOption[];
  /** The options live elsewhere: stages, owners. `options` is then empty and must not be checked against. */
  externalOptions: boolean;
  referencedObjectType: string | null;
  readOnly: boolean;
  hidden: boolean;
  archived: boolean;
  hubspotDefined: boolean;
  groupName: string;
  currency: boolean;
  /** How HubSpot shows a number: `percentage`, `duration`, `unformatted`… */
  numberDisplayHint: string | null;
};

const flag = z.boolean().nullish().transform((value) => value ?? false); // prettier-ignore
const text = z.string().nullish().transform((value) => value ?? ''); // prettier-ignore
export const propertySchema = z
  .object({
    name: z.string(),
    label: text,
    type: z.string(),
    fieldType: text,
    description: text,
    options: z.array(z.object({ value: z.string(), label: text, hidden: flag })).nullish(),
    externalOptions: flag,
    referencedObjectType: z.string().nullish(),
    calculated: flag,
    hidden: flag,
    archived: flag,
    hubspotDefined: flag,
    groupName: text,
    showCurrencySymbol: flag,
    numberDisplayHint: z.string().nullish(),
    modificationMetadata: z.object({ readOnlyValue: flag }).nullish(),
  })
  .transform((data): HubSpotProperty => ({
    name: data.name,
    label: data.label || data.name,
    type: data.type,
    fieldType: data.fieldType,
    description: data.description,
    options: data.options ?? [],
    externalOptions: data.externalOptions,
    referencedObjectType: data.referencedObjectType ?? null,
    readOnly: data.calculated || (data.modificationMetadata?.readOnlyValue ?? false),
    hidden: data.hidden,
    archived: data.archived,
    hubspotDefined: data.hubspotDefined,
    groupName: data.groupName,
    currency: data.showCurrencySymbol || data.numberDisplayHint === 'currency',
    numberDisplayHint: data.numberDisplayHint ?? null,
  }));
const list = z.object({ results: z.array(propertySchema) });

export const createProperties = (transport: Transport, requests: Requests) => ({
  /** All properties of an object type that are not archived. */
  listProperties: async (objectType: string): Promise<Result<HubSpotProperty[], HubSpotFailure>> => {
    const request = requests.properties.getAll(objectType, false);
    const answer = await transport.send({
      operation: 'listProperties',
      effect: 'read',
      request,
      schema: list,
    });
    return answer.ok ? ok(answer.value.value.results) : answer;
  },
});
