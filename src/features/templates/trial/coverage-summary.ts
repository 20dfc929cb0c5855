import { openChoices, readiness, type OpenChoice } from '../../../mapping/plan/readiness.ts';
import type { Plan, PlanLine } from '@dealdraft/wire/plan.ts';
import type { CoverageView } from '@dealdraft/wire/settings.ts';

export type CoveredDeal = CoverageView['deals'][number];
type Group = CoverageView['groups'][number];

const article = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** "Billing country" → "billing country"; "VAT number" stays. */
const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

const gapOf = ({ target, label, problem }: PlanLine): CoveredDeal['gaps'][number] => ({
  target,
  label,
  message: problem?.message ?? 'A value is needed.',
  object: problem?.link?.object ?? null,
  recordId: problem?.link?.recordId ?? null,
  property: problem?.link?.property ?? null,
});

/** One question may keep a dozen values waiting: it is one gap, not twelve. */
const choiceGap = ({ lines }: Plan, { choiceKey, text }: OpenChoice): CoveredDeal['gaps'][number] => {
  const waiting = lines.filter(({ problem }) => problem?.choiceKey === choiceKey);
  const [first] = waiting;
  const values = waiting.length === 1 ? (first?.label ?? 'a value') : `${String(waiting.length)} values`;
  return {
    target: first?.target ?? choiceKey,
    label: values,
    message: `${text}: ${values} ${article(waiting.length, 'waits', 'wait')} for it. Sellers are asked on the card, or one of them is made primary.`,
    object: first?.problem?.link?.object ?? null,
    recordId: first?.problem?.link?.recordId ?? null,
    property: null,
  };
};

/** What a plan says of one deal: ready, or what is missing, wrong or to be chosen. */
export const coveredDeal = (dealId: string, name: string, plan: Plan): CoveredDeal => {
  const { state, text } = readiness(plan);
  const asked = openChoices(plan.lines);
  const missing = plan.lines.filter(({ status }) => status === 'missing');
  const invalid = plan.lines.filter(({ status }) => status === 'invalid');
  return {
    dealId,
    name,
    state,
    text,
    groups: [
      ...missing.map(({ label }) => `missing:${label}`),
      ...invalid.map(({ label }) => `invalid:${label}`),
      ...asked.map(({ choiceKey, choices }) => `choose:${choiceKey}:${String(choices.length)}`),
    ].filter((key, index, all) => all.indexOf(key) === index),
    empty: emptyTargets(plan),
    gaps: [...missing, ...invalid].map(gapOf).concat(asked.map((choice) => choiceGap(plan, choice))),
  };
};

/** Targets that no value of the deal fills. A default is not the deal's, and a question to be answered is no emptiness. */
const emptyTargets = ({ lines }: Plan): string[] =>
  lines
    .filter(({ section }) => section === 'data')
    .filter(({ status }) => ['missing', 'blank', 'skipped', 'defaulted'].includes(status))
    .map(({ target }) => target);

export const unreadableDeal = (dealId: string, name: string, message: string): CoveredDeal => ({
  dealId,
  name,
  state: 'unreadable',
  text: message,
  groups: ['unreadable'],
  gaps: [],
});

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const plurals: Record<string, string> = {
  company: 'companies',
  contact: 'contacts',
  quote: 'quotes',
  deal: 'deals',
  owner: 'owners',
};

/** "lack billing country", "have a wrong currency", "has two companies". */
const groupText = (key: string, count: number): string => {
  const [kind = '', ...rest] = key.split(':');
  if (kind === 'missing') return `${article(count, 'lacks', 'lack')} ${inSentence(rest.join(':'))}`;
  if (kind === 'invalid')
    return `${article(count, 'has', 'have')} no valid value for ${inSentence(rest.join(':'))}`;
  if (kind === 'unreadable') return 'could not be read';
  const choices = Number(rest.at(-1));
  const [object = '', label] = rest.slice(0, -1).join(':').split(/[[\]]/);
  const many = plurals[object] ?? 'records';
  const as = label === undefined ? '' : ` labeled “${label}”`;
  return `${article(count, 'has', 'have')} ${small[choices] ?? String(choices)} ${many}${as}`;
};

const stateOf = (key: string): Group['state'] =>
  key.startsWith('choose:') ? 'choose' : key === 'unreadable' ? 'unreadable' : 'missing';

/** Deals with the same gap together, most first, and all of it in a line: "46 ready, 3 lack billing country, 1 has two companies". */
export const summarize = (deals: readonly CoveredDeal[]): { summary: string; groups: Group[] } => {
  const counts = new Map<string, number>();
  for (const { groups } of deals) for (const key of groups) counts.set(key, (counts.get(key) ?? 0) + 1);
  const ready = deals.filter(({ state }) => state === 'ready').length;
  const gaps = [...counts]
    .map(([key, count]): Group => ({ key, text: groupText(key, count), state: stateOf(key), count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const groups: Group[] = [
    ...(ready > 0 ? [{ key: 'ready', text: 'ready', state: 'ready' as const, count: ready }] : []),
    ...gaps,
  ];
  const summary =
    deals.length === 0
      ? 'There are no deals in this pipeline to try it on.'
      : groups.map(({ count, text }) => `${String(count)} ${text}`).join(', ');
  return { summary, groups };
};
