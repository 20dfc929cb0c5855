import { Decimal, isDecimal, parseDecimal } from './decimal.ts';

/** Text that a formula may make; longer ones are an error. HubSpot's own limit for a text property is 65,536. */
export const longestText = 100_000;

type Operation = (left: unknown, right: unknown) => unknown;

/** JavaScript's numbers are read by their shortest text, so that 0.1 is a tenth; text is read when it is a number. */
function decimal(value: unknown): Decimal {
  if (isDecimal(value)) return value;
  const found =
    typeof value === 'number' && Number.isFinite(value)
      ? new Decimal(String(value))
      : typeof value === 'string'
        ? parseDecimal(value)
        : null;
  if (found === null) throw new Error(`${short(value)} is not a number`);
  return found;
}

function number(value: Decimal): number {
  const result = value.isZero() ? 0 : value.toNumber();
  if (!Number.isFinite(result)) throw new Error('The result is not a number (a division by zero?)');
  return result;
}

/** An operator over decimals. As in JSONata, an operand without a value makes the result have none. */
const arithmetic =
  (operate: (left: Decimal, right: Decimal) => Decimal): Operation =>
  (left, right) =>
    left === undefined || right === undefined ? undefined : number(operate(decimal(left), decimal(right)));

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** A value inside text. Numbers are written out with all their digits, never as 1e21. */
function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimal(value).toFixed();
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length === 1) return text(value[0]);
  throw new Error('Only a single value can be written as text, not a list or an object');
}

function bounded(value: string): string {
  if (value.length > longestText) throw new Error(`The text is longer than ${longestText} characters`);
  return value;
}

function joined(value: unknown, separator: unknown): string | undefined {
  if (value === undefined) return undefined;
  let result = '';
  list(value).forEach((item, index) => {
    result = bounded(result + (index === 0 ? '' : text(separator)) + text(item));
  });
  return result;
}

function padded(value: unknown, width: unknown, character: unknown): string | undefined {
  if (value === undefined) return undefined;
  const size = Math.trunc(number(decimal(width)));
  if (Math.abs(size) > longestText) throw new Error(`The text is longer than ${longestText} characters`);
  const fill = text(character) || ' ';
  return size < 0 ? text(value).padStart(-size, fill) : text(value).padEnd(size, fill);
}

/** With text only; a regular expression is for `$match` and `$contains`. */
function replaced(value: unknown, pattern: unknown, replacement: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof pattern !== 'string' || pattern === '')
    throw new Error('$replace takes the text to replace, not a pattern');
  const whole = text(value);
  const pieces = whole.split(pattern);
  const put = text(replacement);
  if (whole.length + (pieces.length - 1) * put.length > longestText)
    throw new Error(`The text is longer than ${longestText} characters`);
  return pieces.join(put);
}

const total = (values: unknown): number | undefined =>
  values === undefined
    ? undefined
    : number(list(values).reduce<Decimal>((sum, item) => sum.add(decimal(item)), new Decimal(0)));

const average = (values: unknown): number | undefined => {
  const items = values === undefined ? [] : list(values);
  return items.length === 0 ? undefined : number(decimal(total(items)).div(items.length));
};

/** Half away from zero, as invoices do; JSONata's own rounds half to even. */
const rounded = (value: unknown, places: unknown): number | undefined => {
  if (value === undefined) return undefined;
  const wanted = places === undefined ? 0 : Math.trunc(number(decimal(places)));
  return number(decimal(value).toDecimalPlaces(Math.min(20, Math.max(0, wanted)), Decimal.ROUND_HALF_UP));
};

/** What takes the place of JSONata's operators: money is never added in binary, and text cannot grow without end. */
export const operators: Readonly<Record<string, { name: string; run: Operation }>> = {
  '+': { name: 'dd_add', run: arithmetic((left, right) => left.add(right)) },
  '-': { name: 'dd_subtract', run: arithmetic((left, right) => left.sub(right)) },
  '*': { name: 'dd_multiply', run: arithmetic((left, right) => left.mul(right)) },
  '/': { name: 'dd_divide', run: arithmetic((left, right) => left.div(right)) },
  'unary -': {
    name: 'dd_negate',
    run: (value) => (value === undefined ? undefined : number(decimal(value).neg())),
  },
  '&': { name: 'dd_text', run: (left, right) => bounded(text(left) + text(right)) },
};

/** What takes the place of JSONata's functions of the same names. */
export const functions = {
  sum: total,
  average,
  round: rounded,
  join: joined,
  pad: padded,
  replace: replaced,
  string: (value: unknown): string | undefined => (value === undefined ? undefined : text(value)),
};

/**
 * JSONata's functions that formulas may use. Left out: what is different each time (`$random`, `$shuffle`), what runs text as
 * code (`$eval`), and what builds patterns out of text (`$toMillis`, `$parseInteger`).
 */
export const allowedFunctions: ReadonlySet<string> = new Set(
  `abs append assert average boolean ceil contains count distinct each error exists filter floor formatBase formatInteger
  formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not now number pad power reduce replace
  reverse round sift single sort split spread sqrt string substring substringAfter substringBefore sum trim type uppercase zip`.split(
    /\s+/,
  ),
);

function short(value: unknown): string {
  if (typeof value === 'string') return `“${value.slice(0, 40)}”`;
  return value === null || value === undefined
    ? 'Nothing'
    : typeof value === 'object'
      ? 'A list or object'
      : String(value);
}
