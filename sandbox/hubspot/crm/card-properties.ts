import { z } from 'zod';
import type { Portal } from '../state/model.ts';
import { objectTypeOf } from '../state/object-types.ts';
import { requireRecord } from '../records/find-record.ts';
import { notFound } from '../state/reply.ts';

export const propertiesRequest = z.object({
  portalId: z.coerce.number(),
  objectTypeId: z.string().default('0-3'),
  objectId: z.union([z.string(), z.number()]).transform(String),
  properties: z.union([z.literal('*'), z.array(z.string())]),
});

/** What a card hears of a record, behind `onCrmPropertiesUpdate`. */
export function cardProperties(
  portal: Portal,
  { objectTypeId, objectId, properties }: z.infer<typeof propertiesRequest>,
): object {
  const type = objectTypeOf(objectTypeId);
  if (!type) throw notFound(`Object type ${objectTypeId} does not exist`);
  const values: Record<string, string> = requireRecord(portal, type.name, objectId).properties;
  const wanted = properties === '*' ? Object.keys(values) : properties;
  return { properties: Object.fromEntries(wanted.map((name) => [name, values[name] ?? null])) };
}
