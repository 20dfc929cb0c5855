import { z } from 'zod';
import type { Core } from '../state/core.ts';
import type { CrmRecord, ObjectName, Portal, Source } from '../state/model.ts';
import { checkWrite, writeRefusal } from '../records/check-write.ts';
import { associate } from '../records/associate.ts';
import { requireRecord } from '../records/find-record.ts';
import { refuseMissing } from '../records/property-rules.ts';
import { insertRecord } from '../records/write-record.ts';
import { conflict, invalid } from '../state/reply.ts';
import { findBy } from '../records/find-record.ts';
import { propertiesSchema } from './endpoint.ts';

export const creationSchema = z.object({
  properties: propertiesSchema,
  objectWriteTraceId: z.string().optional(),
  associations: z
    .array(
      z.object({
        to: z.object({ id: z.string() }),
        types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() })).min(1),
      }),
    )
    .optional(),
});

export type Creation = z.infer<typeof creationSchema>;

/** Makes a record with its associations, or nothing at all: everything is checked before anything is written. */
export function createWithAssociations(
  core: Core,
  { portal, type, source }: { portal: Portal; type: ObjectName; source: Source },
  input: Creation,
): CrmRecord {
  const { values, problems } = checkWrite(portal, type, input.properties);
  if (problems.length > 0) throw writeRefusal(portal, problems);
  refuseMissing({ portal, type, values }, source);
  const email = values['email'];
  const existing =
    type === 'contacts' && email !== undefined ? findBy(portal, type, email, 'email') : undefined;
  if (existing) throw conflict(`Contact already exists. Existing ID: ${existing.id}`);
  const targets = (input.associations ?? []).map(({ to, types }) => {
    const typeIds = types.map((one) => one.associationTypeId);
    const known = portal.associationTypes.filter((one) => one.from === type && typeIds.includes(one.typeId));
    const first = known[0];
    if (first === undefined || known.length !== new Set(typeIds).size)
      throw invalid(`Association type ${typeIds.join(', ')} is not valid for ${type}.`);
    return { record: requireRecord(portal, first.to, to.id), typeIds };
  });
  const record = insertRecord(core, portal, type, values, source);
  for (const target of targets)
    associate(core, { portal, from: record, to: target.record, source }, target.typeIds);
  return record;
}
