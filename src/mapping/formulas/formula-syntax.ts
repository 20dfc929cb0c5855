import jsonata from 'jsonata';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { Decimal, parseDecimal } from '../values/decimal.ts';
import { allowedFunctions, operators } from './formula-functions.ts';
import { cut } from '@dealdraft/wire/cut.ts';

/** `position` counts characters from the start of the formula. */
export type FormulaError = { message: string; position: number | null };
/** What a formula reads. `paths` are the pairs that follow a known root: `deal.amount`, `data.total`. `names` are all words in it. */
export type ParsedFormula = {
  paths: { root: string; name: string }[];
  roots: ReadonlySet<string>;
  names: ReadonlySet<string>;
};

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const formulaRoots = [
  'deal',
  'company',
  'contact',
  'owner',
  'quote',
  'lineItems',
  'item',
  'items',
  'data',
  'portal',
  'today',
] as const;
const roots = new Set<string>(formulaRoots);

/** Checks a formula without running it: its grammar, and that it uses only what formulas may use. */
export function parseFormula(expression: string): Result<ParsedFormula, FormulaError> {
  try {
    const tree: unknown = jsonata(expression).ast();
    return inspect(tree);
  } catch (error) {
    return fail(formulaError(error));
  }
}

function inspect(tree: unknown): Result<ParsedFormula, FormulaError> {
  const found = {
    paths: [] as { root: string; name: string }[],
    roots: new Set<string>(),
    names: new Set<string>(),
  };
  const bound = new Set<string>();
  const used: { name: string; position: number | null }[] = [];
  let loose = false;
  walk(tree, (node) => {
    const { type, value } = node;
    if (type === 'name' && typeof value === 'string') {
      found.names.add(value);
      if (roots.has(value)) found.roots.add(value);
    }
    if (type === 'descendant' || type === 'wildcard' || type === 'parent') loose = true;
    if (type === 'path' && Array.isArray(node['steps'])) addPath(found.paths, node['steps']);
    if (type === 'bind' && isNode(node['lhs'])) bound.add(String(node['lhs']['value']));
    if (type === 'lambda' && Array.isArray(node['arguments'])) {
      for (const argument of node['arguments']) if (isNode(argument)) bound.add(String(argument['value']));
    }
    if (typeof node['focus'] === 'string') bound.add(node['focus']);
    const index = node['index'];
    if (isNode(index) && typeof index['value'] === 'string') bound.add(index['value']);
    if (typeof index === 'string') bound.add(index);
    if (type === 'variable' && typeof value === 'string')
      used.push({ name: value, position: positionOf(node) });
  });
  // A step such as `*` or `**` reads without naming: everything may be meant.
  if (loose) for (const root of roots) found.roots.add(root);
  const unknown = used.find(
    ({ name }) =>
      name !== '' && name !== '$' && !allowedFunctions.has(name) && (!bound.has(name) || builtIn(name)),
  );
  if (unknown)
    return fail({ message: `$${unknown.name} cannot be used in formulas`, position: unknown.position });
  return ok(found);
}

/** JSONata's own functions stay forbidden even where a formula gives something else the same name. */
const builtIn = (name: string): boolean =>
  [
    'eval',
    'random',
    'shuffle',
    'toMillis',
    'parseInteger',
    'encodeUrl',
    'decodeUrl',
    'encodeUrlComponent',
    'decodeUrlComponent',
    'base64encode',
    'base64decode',
  ].includes(name) || name.startsWith('dd_');

function addPath(paths: { root: string; name: string }[], steps: unknown[]): void {
  const rest = steps.filter(isNode);
  const start = rest[0]?.['type'] === 'variable' ? 1 : 0;
  const [root, next] = rest.slice(start);
  if (root?.['type'] !== 'name' || next?.['type'] !== 'name') return;
  if (roots.has(String(root['value'])))
    paths.push({ root: String(root['value']), name: String(next['value']) });
}

/** Visits every node once, parents first. */
function walk(tree: unknown, visit: (node: Node) => void): void {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [tree];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (isNode(next)) visit(next);
    waiting.push(...Object.values(next).reverse());
  }
}

/** Puts our exact operators in the place of JSONata's. Changes the tree, which is the one that JSONata evaluates. */
export function useExactOperators(tree: unknown, expression: string): void {
  walk(tree, (node) => {
    const { type, position } = node;
    if (type === 'number') keepDigits(node, expression);
    const operator = operators[`${type === 'unary' ? 'unary ' : ''}${String(node['value'])}`];
    if (operator === undefined || (type !== 'binary' && type !== 'unary')) return;
    const operands = type === 'unary' ? [node['expression']] : [node['lhs'], node['rhs']];
    const procedure = { type: 'variable', value: operator, position };
    Object.assign(node, { type: 'function', value: '(', procedure, arguments: operands });
    delete node['lhs'];
    delete node['rhs'];
    delete node['expression'];
  });
}

/** A number that was written with more digits than JavaScript keeps stays as it was written: our functions read text. */
function keepDigits(node: Node, expression: string): void {
  const { value, position } = node;
  if (typeof value !== 'number' || typeof position !== 'number') return;
  const [written] = /\d+(\.\d+)?(e[+-]?\d+)?$/i.exec(expression.slice(0, position)) ?? [];
  const exact = written === undefined ? null : parseDecimal(written);
  if (written === undefined || exact === null || exact.eq(new Decimal(String(Math.abs(value))))) return;
  Object.assign(node, { type: 'string', value: value < 0 ? `-${written}` : written });
}

function positionOf(node: Node): number | null {
  return typeof node['position'] === 'number' ? node['position'] : null;
}

/** JSONata throws plain objects: code, position, token and a message in words. */
export function formulaError(error: unknown): FormulaError {
  if (typeof error !== 'object' || error === null) return { message: 'The formula failed', position: null };
  const { message, position } = error as { message?: unknown; position?: unknown };
  const words = typeof message === 'string' && message !== '' ? message : 'The formula failed';
  return {
    message: cut(words.split('\n')[0] ?? words, 300),
    position: typeof position === 'number' ? position : null,
  };
}
