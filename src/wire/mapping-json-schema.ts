import { z } from 'zod';
import { mapping } from './mapping.ts';

/** The mapping format as JSON Schema (draft 2020-12), for editors and for files that are imported. */
export const mappingJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(mapping, { io: 'input', reused: 'ref' }),
  title: 'DealDraft mapping',
});
