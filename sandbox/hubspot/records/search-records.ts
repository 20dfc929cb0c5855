import { z } from 'zod';
import type { CrmRecord, ObjectName, Portal } from '../state/model.ts';
import { invalid } from '../state/reply.ts';
import { findProperty } from '../schema/portal-schema.ts';

const operators = [
  'EQ', 'NEQ', 'LT', 'LTE', 'GT', 'GTE', 'BETWEEN', 'IN', 'NOT_IN', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY', 'CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN',
] as const; // prettier-ignore

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum(operators),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
});
export const searchSchema = z.object({
  query: z.string().optional(),
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).default([]),
  sorts: z
    .array(
      z.union([
        z.string(),
        z.object({
          propertyName: z.string(),
          direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING'),
        }),
      ]),
    )
    .default([]),
  properties: z.array(z.string()).default([]),
  limit: z.number().int().default(10),
  after: z.union([z.string(), z.number()]).optional(),
});
export type SearchInput = z.infer<typeof searchSchema>;
type Filter = z.infer<typeof filterSchema>;
type Values = Record<string, string>;

/** Where the words of `query` are looked for, by HubSpot's list of default searchable properties. */
const searchable: Record<ObjectName, string[]> = {
  deals: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
  companies: ['website', 'phone', 'name', 'domain'],
  contacts: ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'fax', 'company'],
  line_items: ['name', 'description', 'hs_sku'],
  quotes: ['hs_title', 'hs_quote_number'],
  notes: ['hs_note_body'],
};

const longestQuery = 3000;
const mostGroups = 5;
const mostInGroup = 6;
const mostFilters = 18;

/** The limits of a search: 5 groups, 6 filters in each, 18 in all, one sort, and properties that exist. */
export function checkSearch(portal: Portal, type: ObjectName, input: SearchInput): void {
  const filters = input.filterGroups.flatMap((one) => one.filters);
  if ((input.query ?? '').length > longestQuery)
    throw invalid(`The query is longer than ${longestQuery} characters.`);
  if (input.filterGroups.length > mostGroups)
    throw invalid(`The maximum number of filter groups is ${mostGroups}.`);
  if (input.filterGroups.some((one) => one.filters.length > mostInGroup))
    throw invalid(`The maximum number of filters in a group is ${mostInGroup}.`);
  if (filters.length > mostFilters) throw invalid(`The maximum number of filters is ${mostFilters}.`);
  if (input.sorts.length > 1) throw invalid('Only one sort is supported.');
  for (const filter of filters) {
    if (!findProperty(portal, type, filter.propertyName))
      throw invalid(`There was a problem with the request: property ${filter.propertyName} does not exist`, {
        errors: [
          {
            message: `${filter.propertyName} does not exist`,
            code: 'PROPERTY_DOESNT_EXIST',
            context: { propertyName: [filter.propertyName] },
          },
        ],
      });
    checkOperands(filter);
  }
}

function checkOperands({ operator, value, highValue, values, propertyName }: Filter): void {
  const many = operator === 'IN' || operator === 'NOT_IN';
  const none = operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY';
  if (many && values === undefined) throw invalid(`${operator} on ${propertyName} needs values.`);
  if (!many && !none && value === undefined) throw invalid(`${operator} on ${propertyName} needs a value.`);
  if (operator === 'BETWEEN' && highValue === undefined)
    throw invalid(`BETWEEN on ${propertyName} needs a highValue.`);
}

/** The records that match: groups are alternatives, the filters of a group all hold. In the order asked for, else as they were made. */
export function searchRecords(
  portal: Portal,
  type: ObjectName,
  input: Pick<SearchInput, 'query' | 'filterGroups' | 'sorts'>,
  known: { record: CrmRecord; values: Values }[],
): CrmRecord[] {
  const words = (input.query ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const matching = known.filter(({ values }) => {
    const text = searchable[type]
      .map((name) => values[name] ?? '')
      .join('\n')
      .toLowerCase();
    if (!words.every((word) => text.includes(word))) return false;
    return (
      input.filterGroups.length === 0 ||
      input.filterGroups.some(({ filters }) => filters.every((one) => holds(portal, type, one, values)))
    );
  });
  const [sort] = input.sorts;
  if (sort === undefined) return matching.map((one) => one.record);
  const { propertyName, direction } =
    typeof sort === 'string'
      ? { propertyName: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'DESCENDING' : 'ASCENDING' }
      : sort;
  const sign = direction === 'DESCENDING' ? -1 : 1;
  return matching
    .toSorted(
      (left, right) => sign * compare(left.values[propertyName] ?? '', right.values[propertyName] ?? ''),
    )
    .map((one) => one.record);
}

function holds(portal: Portal, type: ObjectName, filter: Filter, values: Values): boolean {
  const actual = values[filter.propertyName];
  const isText = findProperty(portal, type, filter.propertyName)?.type === 'string';
  const same = (left: string, right: string): boolean =>
    isText ? left.toLowerCase() === right.toLowerCase() : compare(left, right) === 0;
  const { operator, value = '', highValue = '' } = filter;
  if (operator === 'NOT_HAS_PROPERTY') return actual === undefined;
  // As in HubSpot: a record without a value matches the negative operators too.
  if (actual === undefined)
    return operator === 'NEQ' || operator === 'NOT_IN' || operator === 'NOT_CONTAINS_TOKEN';
  switch (operator) {
    case 'HAS_PROPERTY':
      return true;
    case 'EQ':
      return same(actual, value);
    case 'NEQ':
      return !same(actual, value);
    case 'LT':
      return compare(actual, value) < 0;
    case 'LTE':
      return compare(actual, value) <= 0;
    case 'GT':
      return compare(actual, value) > 0;
    case 'GTE':
      return compare(actual, value) >= 0;
    case 'BETWEEN':
      return compare(actual, value) >= 0 && compare(actual, highValue) <= 0;
    case 'IN':
      return (filter.values ?? []).some((one) => same(actual, one));
    case 'NOT_IN':
      return !(filter.values ?? []).some((one) => same(actual, one));
    case 'CONTAINS_TOKEN':
      return containsToken(actual, value);
    case 'NOT_CONTAINS_TOKEN':
      return !containsToken(actual, value);
  }
}

/** `*` stands for any rest of a word. Whether HubSpot finds several words by one token is not documented, so here none is found. */
function containsToken(text: string, token: string): boolean {
  const pattern = token
    .toLowerCase()
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const whole = new RegExp(`^${pattern}$`, 'u');
  const words = text
    .toLowerCase()
    .split(/[\s,;:@/()–-]+/)
    .filter(Boolean);
  return words.some((word) => whole.test(word));
}

/** Numbers by size, times by time (given in milliseconds or ISO), the rest as text. */
function compare(left: string, right: string): number {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return left < right ? -1 : left > right ? 1 : 0;
}

const toNumber = (text: string): number => {
  if (text.trim() === '') return NaN;
  const number = Number(text);
  return Number.isNaN(number) && /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : number;
};
