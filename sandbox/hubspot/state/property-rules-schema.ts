import { z } from 'zod';
import { objectTypeOf } from './object-types.ts';
import type { ObjectName } from './model.ts';

const objectType = z
  .string()
  .default('deals')
  .transform((text, context): ObjectName => {
    const found = objectTypeOf(text);
    if (found) return found.name;
    context.addIssue({ code: 'custom', message: `There is no object type ${text}.` });
    return z.NEVER;
  });
const required = z.array(z.string()).min(1);

/** An account's rules as the control API and the pages send them: always all of them. */
export const propertyRulesSchema = z.object({
  enforced: z.boolean().default(true),
  onCreate: z.array(z.object({ objectType, required })).default([]),
  conditional: z
    .array(z.object({ objectType, property: z.string(), values: z.array(z.string()).min(1), required }))
    .default([]),
});
