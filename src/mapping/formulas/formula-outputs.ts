import jsonata from 'jsonata';
import { formulaRoots } from './formula-syntax.ts';

/** A property that a formula hands on as it is, and whether it is put into text on the way. */
export type FormulaOutput = { root: string; name: string; inText: boolean };

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** Functions that give back what they were given, in other letters or put together. */
const passing = new Set(
  'string uppercase lowercase trim pad substring substringBefore substringAfter replace join distinct sort reverse append'.split(
    ' ',
  ),
);
const deepest = 60;

/**
 * What a formula may write: the values in the places where its result comes from, such as both sides of `&` and the
 * branches of a choice, but not what it compares with. A formula that can't be read has none.
 */
export function formulaOutputs(expression: string): FormulaOutput[] {
  try {
    return outputs(jsonata(expression).ast() as unknown, false, 0);
  } catch {
    return [];
  }
}

function outputs(tree: unknown, inText: boolean, depth: number): FormulaOutput[] {
  if (!isNode(tree) || depth > deepest) return [];
  const of = (part: unknown, asText = inText): FormulaOutput[] => outputs(part, asText, depth + 1);
  switch (tree['type']) {
    case 'path': {
      const read = propertyOf(tree);
      return read === null ? of(lastStep(tree)) : [{ ...read, inText }];
    }
    case 'condition':
      return [...of(tree['then']), ...of(tree['else'])];
    case 'block':
      return of(nodes(tree['expressions']).at(-1));
    case 'bind':
      return of(tree['rhs']);
    case 'binary':
      return tree['value'] === '&' ? [...of(tree['lhs'], true), ...of(tree['rhs'], true)] : [];
    case 'unary':
      return [...nodes(tree['expressions']), ...valuesOf(tree['lhs'])].flatMap((each) => of(each));
    case 'function':
      return passing.has(calledBy(tree)) ? of(nodes(tree['arguments'])[0], true) : [];
    case 'apply':
      return of(tree['lhs']);
    default:
      return [];
  }
}

/** `deal.freq`, `lineItems.freq`. */
function propertyOf(path: Node): Pick<FormulaOutput, 'root' | 'name'> | null {
  const steps = nodes(path['steps']);
  const [root, next] = steps[0]?.['type'] === 'variable' ? steps.slice(1) : steps;
  if (root?.['type'] !== 'name' || next?.['type'] !== 'name') return null;
  const object = String(root['value']);
  return (formulaRoots as readonly string[]).includes(object)
    ? { root: object, name: String(next['value']) }
    : null;
}

/** What a longer path ends with, such as the text in `lineItems.(name & freq)`. */
function lastStep(path: Node): Node | undefined {
  const last = nodes(path['steps']).at(-1);
  return last?.['type'] === 'path' ? undefined : last;
}

/** The values of an object that is put together: `{"name": deal.dealname}`. */
const valuesOf = (pairs: unknown): unknown[] =>
  Array.isArray(pairs) ? pairs.flatMap((pair: unknown) => (Array.isArray(pair) ? [pair[1]] : [])) : [];

const calledBy = ({ procedure }: Node): string => (isNode(procedure) ? String(procedure['value']) : '');
