import { z } from 'zod';
import { association, comparison, condition } from './mapping-conditions.ts';
import { lineItemColumn, source } from './mapping-sources.ts';
import { transform } from './mapping-transforms.ts';
import { mapping, rule, signatory, valueRule, writeBackRule } from './mapping.ts';

/** The parts that have a name of their own in the schema, and in what editors say of a mistake. */
const named = {
  association,
  comparison,
  condition,
  lineItemColumn,
  rule,
  signatory,
  source,
  transform,
  valueRule,
  writeBackRule,
};

/** The mapping format as JSON Schema (draft 2020-12), for editors and for files that are imported. */
export const mappingJsonSchema = (): Record<string, unknown> => {
  const names = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
  return {
    ...z.toJSONSchema(mapping, { io: 'input', reused: 'ref', metadata: names }),
    title: 'DealDraft mapping',
  };
};
