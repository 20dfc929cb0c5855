import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** Where the documentation contradicts itself, and what is let pass because of it. */
export const toleratedConflicts: { where: string; error: RegExp; reason: string }[] = [
  {
    where: 'response GET contracts/by_external_metadata/{}',
    error: /\/id must be integer/,
    reason:
      'The schema says integer, the list of the same items and every v2 example say "T-…"; the sandbox answers composite ids everywhere.',
  },
  {
    where: 'response',
    error:
      /must be (string|integer|object|number|boolean|array|equal to one of the allowed values)|must match a schema in anyOf/,
    reason:
      'null for an absent optional field: examples have it (recipient_action, note, designation), schemas do not say nullable. Applied to null values only.',
  },
  {
    where: 'request POST contracts/{}/send_to_counterparties',
    error: /must have required property 'attachment_formats'/,
    reason: 'The portal playbook posts {}; only met when the sandbox runs in lenient mode.',
  },
];

export interface OpenApiChecker {
  /** What is wrong with a request, as sentences; empty when nothing is. */
  checkRequest(method: string, pathWithQuery: string, body: unknown): string[];
  checkResponse(method: string, pathWithQuery: string, status: number, body: unknown): string[];
  /** Checks a value against one of the document's named schemas, such as the body of a webhook. */
  checkSchema(name: string, value: unknown): string[];
}

type Schema = Record<string, unknown>;
interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}
interface Route {
  method: string;
  name: string;
  pattern: RegExp;
  operation: Operation;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
const documentId = 'openapi';

/** Reads SpotDraft's OpenAPI 3.0 document and checks calls against it. Throws when the file is not such a document. */
export function createOpenApiChecker(path: string): OpenApiChecker {
  const document = adapt(JSON.parse(readFileSync(path, 'utf8'))) as {
    paths: Record<string, Record<string, Operation>>;
    components: Schema;
  };
  // verbose keeps the value that failed, which tells a null apart from a wrong value.
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  formats.default(ajv);
  ajv.addSchema({ $id: documentId, components: document.components });
  const routes = Object.entries(document.paths).flatMap(([template, operations]) =>
    methods.flatMap((method): Route[] => {
      const operation = operations[method];
      return operation
        ? [{ method, name: nameOf(method, template), pattern: patternOf(template), operation }]
        : [];
    }),
  );
  const compiled = new Map<Schema, ValidateFunction>();
  const named = new Map<string, Schema>();
  const validate = (schema: Schema, value: unknown, where: string): string[] => {
    let check = compiled.get(schema);
    if (!check) compiled.set(schema, (check = ajv.compile(absolute(schema) as Schema)));
    if (check(value)) return [];
    return (check.errors ?? [])
      .filter((one) => !isTolerated(one, where))
      .map((one) => `${where}: ${sentence(one)}`);
  };
  const find = (method: string, pathname: string): Route | undefined =>
    routes.find((route) => route.method === method.toLowerCase() && route.pattern.test(pathname));

  return {
    checkSchema: (name, value) => {
      const ref = named.get(name) ?? { $ref: `#/components/schemas/${name}` };
      named.set(name, ref);
      return validate(ref, value, name);
    },
    checkRequest(method, pathWithQuery, body) {
      const { pathname, searchParams } = new URL(pathWithQuery, 'http://host');
      const route = find(method, pathname);
      if (!route) return [`request ${method} ${pathname}: not documented`];
      const where = `request ${route.name}`;
      const declared = route.operation.parameters ?? [];
      const unknown = [...searchParams.keys()].filter(
        (key) => !declared.some((one) => one.in === 'query' && one.name === key),
      );
      const missing = declared.filter(
        (one) => one.in === 'query' && one.required === true && !searchParams.has(one.name),
      );
      const problems = [
        ...unknown.map((key) => `${where}: query parameter ${key} is not documented`),
        ...missing.map((one) => `${where}: query parameter ${one.name} is missing`),
      ];
      const schema = route.operation.requestBody?.content?.['application/json']?.schema;
      if (!schema) return problems;
      if (body === undefined)
        return route.operation.requestBody?.required === true
          ? [...problems, `${where}: body is missing`]
          : problems;
      return [...problems, ...validate(schema, body, where)];
    },
    checkResponse(method, pathWithQuery, status, body) {
      const { pathname } = new URL(pathWithQuery, 'http://host');
      const route = find(method, pathname);
      if (!route) return [`response ${method} ${pathname}: not documented`];
      const where = `response ${route.name}`;
      const response = route.operation.responses[String(status)];
      // Hardly any operation lists its refusals, so only a success that is not documented is a fault.
      if (!response) return status < 400 ? [`${where}: status ${status} is not documented`] : [];
      const schema = response.content?.['application/json']?.schema;
      if (!schema || schema['format'] === 'binary') return [];
      return validate(schema, body, where);
    },
  };
}

const nameOf = (method: string, template: string): string =>
  `${method.toUpperCase()} ${template.replace(/^\/api\/v[\d.]+\/public\//, '').replaceAll(/\{\w+\}/g, '{}')}`;

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const sentence = (error: ErrorObject): string =>
  `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`;

function isTolerated(error: ErrorObject, where: string): boolean {
  return toleratedConflicts.some((one) => {
    if (!where.startsWith(one.where) || !one.error.test(sentence(error))) return false;
    return one.where !== 'response' || error.data === null;
  });
}

/** OpenAPI 3.0 schemas as JSON Schema: `nullable` becomes a type of its own, the rest is the same for what is used here. */
function adapt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(adapt);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, adapt(inner)]),
  );
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}

/** `#/components/…` inside an operation points into the document that was registered. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? `${documentId}${inner}` : absolute(inner),
    ]),
  );
}
