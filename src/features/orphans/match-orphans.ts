import type { OrphanMatch } from '@dealdraft/wire/settings.ts';

export type ContractFacts = {
  ref: string;
  name: string;
  counterparty: string | null;
  /** As written, without its currency. */
  value: string | null;
  /** Domains of the email addresses it goes to. */
  domains: readonly string[];
};
export type DealFacts = {
  ref: string;
  name: string;
  amount: string | null;
  companies: readonly { name: string; domain: string | null }[];
};
export type Match = OrphanMatch & { contract: string; deal: string };

/** Legal forms and words of every contract: sharing them means nothing. */
const noise = new Set(
  'inc llc ltd limited gmbh ag sa sarl bv nv plc corp corporation company co group holding the and of for with deal contract agreement order form renewal new service services master draft'.split(
    ' ',
  ),
);

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 1 && !noise.has(word)),
  );

const share = (left: ReadonlySet<string>, right: ReadonlySet<string>): number => {
  if (left.size === 0 || right.size === 0) return 0;
  const both = [...left].filter((word) => right.has(word)).length;
  return both / Math.min(left.size, right.size);
};

const sameAmount = (left: string | null, right: string | null): boolean => {
  const [a, b] = [Number(left ?? NaN), Number(right ?? NaN)];
  return Number.isFinite(a) && Number.isFinite(b) && a > 0 && Math.abs(a - b) <= a * 0.005;
};

/** Below this nothing is suggested: one common word is an accident. */
const least = 0.35;
const mostMatches = 3;

/** How likely a contract belongs to a deal, with every reason; null when nothing speaks for it. */
const matchOne = (contract: ContractFacts, deal: DealFacts): OrphanMatch | null => {
  const reasons: string[] = [];
  let score = 0;
  const party = wordsOf(contract.counterparty ?? '');
  const company = deal.companies.find(({ name }) => share(party, wordsOf(name)) === 1);
  if (company !== undefined) {
    score += 0.5;
    reasons.push(
      `The counterparty “${contract.counterparty ?? ''}” is the deal's company “${company.name}”.`,
    );
  }
  const domain = deal.companies.find(
    (each) => each.domain !== null && contract.domains.includes(each.domain),
  )?.domain;
  if (domain != null) {
    score += 0.4;
    reasons.push(`It goes to somebody at ${domain}, the domain of the deal's company.`);
  }
  if (sameAmount(contract.value, deal.amount)) {
    score += 0.3;
    reasons.push(`Its value is the deal's amount, ${deal.amount ?? ''}.`);
  }
  const named = share(wordsOf(deal.name), new Set([...wordsOf(contract.name), ...party]));
  if (named >= 0.5) {
    score += 0.4 * named;
    reasons.push(`Its name is like the deal's: “${contract.name}”.`);
  }
  return score < least ? null : { score: Math.min(1, Math.round(score * 100) / 100), reasons };
};

/** The likely pairs of many contracts and deals. Only pairs that share a word, a domain or an amount are looked at. */
export const matchOrphans = (contracts: readonly ContractFacts[], deals: readonly DealFacts[]): Match[] => {
  const byMark = new Map<string, DealFacts[]>();
  const amountMark = (amount: string | null): string[] => {
    const value = Number(amount ?? NaN);
    return Number.isFinite(value) && value > 0 ? [`#${String(Math.round(Math.log(value) * 100))}`] : [];
  };
  for (const deal of deals) {
    const words = wordsOf([deal.name, ...deal.companies.map(({ name }) => name)].join(' '));
    const domains = deal.companies.flatMap(({ domain }) => (domain === null ? [] : [`@${domain}`]));
    for (const mark of [...words, ...domains, ...amountMark(deal.amount)])
      byMark.set(mark, [...(byMark.get(mark) ?? []), deal]);
  }
  return contracts.flatMap((contract) => {
    const words = wordsOf(`${contract.name} ${contract.counterparty ?? ''}`);
    const near = amountMark(contract.value).flatMap((mark) => {
      const step = Number(mark.slice(1));
      return [step - 1, step, step + 1].map((each) => `#${String(each)}`);
    });
    const marks = [...words, ...contract.domains.map((each) => `@${each}`), ...near];
    const candidates = new Set(marks.flatMap((mark) => byMark.get(mark) ?? []));
    return [...candidates].flatMap((deal): Match[] => {
      const match = matchOne(contract, deal);
      return match === null ? [] : [{ ...match, contract: contract.ref, deal: deal.ref }];
    });
  });
};

/** The best few, best first. */
export const bestMatches = (matches: readonly Match[]): Match[] =>
  matches.toSorted((a, b) => b.score - a.score || (a.deal < b.deal ? -1 : 1)).slice(0, mostMatches);
