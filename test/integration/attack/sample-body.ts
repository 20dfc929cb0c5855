import { z } from 'zod';

type Schema = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  format?: string;
};

/** What is known of a value by its name, such as an id that the other account really has. */
export type Known = Readonly<Record<string, unknown>>;

const textOf = ({ format, minLength = 0 }: Schema): string => {
  if (format === 'email') return 'somebody@example.com';
  if (format === 'uuid') return '0190f1d2-0000-7000-8000-000000000000';
  if (format === 'uri') return 'https://example.com';
  if (format === 'date') return '2026-01-01';
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  return 'attack'.padEnd(minLength, 'k');
};

const build = (schema: Schema, root: Schema, known: Known, name: string): unknown => {
  if (name in known) return known[name];
  if (schema.$ref !== undefined)
    return build(root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}, root, known, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choice !== undefined) return build(choice, root, known, name);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([key]) => schema.required?.includes(key) === true || key in known)
        .map(([key, inner]) => [key, build(inner, root, known, key)]),
    );
  if (type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => build(schema.items ?? {}, root, known, ''));
  if (type === 'string') return textOf(schema);
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  return type === 'boolean' ? true : null;
};

/**
 * A body that the route can read, so that what stops a call is who calls and not how it is written. Undefined where the
 * route takes none.
 */
export function sampleBody(body: z.ZodType, known: Known): unknown {
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Schema;
  if (schema.type === undefined && schema.anyOf === undefined && schema.oneOf === undefined) return undefined;
  return build(schema, schema, known, '');
}
