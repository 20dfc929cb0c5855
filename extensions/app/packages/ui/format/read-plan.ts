import type { Plan, PlanLine, PlanLink, PlanSection } from '@dealdraft/wire/plan.ts';
import { lineValue, rowsOf } from './plan-value.ts';

export type BlockerView = { target: string; label: string; message: string; link: PlanLink | null };
export type PickView = {
  id: string;
  message: string;
  /** Labels of the values that wait for this choice. */
  waiting: string[];
  options: { value: string; label: string }[];
};
export type LineView = {
  target: string;
  label: string;
  value: string;
  source: string;
  /** Rows of a product table; null for a single value. */
  rows: string[] | null;
};
export type SectionView = { id: PlanSection | 'record'; title: string; lines: LineView[] };

const isChoice = ({ status, problem }: PlanLine): boolean =>
  status === 'choose' && problem?.choiceKey !== undefined && (problem.choices?.length ?? 0) > 0;

const blocking: ReadonlySet<PlanLine['status']> = new Set(['missing', 'invalid', 'choose']);

/** Lines that stop the contract and that nobody can answer with a choice here. */
export const blockersOf = (plan: Plan): BlockerView[] =>
  plan.lines
    .filter((line) => blocking.has(line.status) && !isChoice(line))
    .map((line) => ({
      target: line.target,
      label: line.label,
      message: line.problem?.message ?? 'It has no value, and the contract needs one.',
      link: line.problem?.link ?? null,
    }));

/** Questions to the person: one for each key, however many values wait for the answer. */
export const picksOf = (plan: Plan): PickView[] => {
  const picks = new Map<string, PickView>();
  for (const line of plan.lines) {
    const { problem } = line;
    if (!isChoice(line) || problem?.choiceKey === undefined) continue;
    const known = picks.get(problem.choiceKey);
    if (known !== undefined) {
      known.waiting.push(line.label);
      continue;
    }
    picks.set(problem.choiceKey, {
      id: problem.choiceKey,
      message: problem.message,
      waiting: [line.label],
      options: (problem.choices ?? []).map(({ recordId, label, detail }) => ({
        value: recordId,
        label: detail === '' ? label : `${label} (${detail})`,
      })),
    });
  }
  return [...picks.values()];
};

/** Questions already answered stay where they are, so that the answer can be changed; new ones follow. */
export const mergePicks = (answered: readonly PickView[], open: readonly PickView[]): PickView[] => {
  const known = new Set(answered.map(({ id }) => id));
  return [...answered, ...open.filter(({ id }) => !known.has(id))];
};

const titles: Record<PlanSection, string> = {
  contract: 'Contract',
  counterparty: 'Counterparty',
  signatories: 'Signatories',
  data: 'Values in the document',
};
const order: readonly PlanSection[] = ['data', 'contract', 'counterparty', 'signatories'];
/** Keys for other systems: part of what is sent, but not of the paper. */
const isRecordData = (target: string): boolean => target.startsWith('contract.recordData.');
const recordDataTitle = 'Metadata (not printed)';

const provenance = ({ status, source, transforms }: PlanLine): string =>
  [status === 'defaulted' ? `Default, because ${source.text} is empty` : source.text, ...transforms].join(
    ' · ',
  );

/** What would be sent, by section; empty sections are left out. */
export const sectionsOf = (plan: Plan, locale: string): SectionView[] => {
  const sent = plan.lines.filter(({ status }) => status === 'ok' || status === 'defaulted');
  const view = (lines: readonly PlanLine[]): SectionView['lines'] =>
    lines.map((line) => ({
      target: line.target,
      label: line.label,
      value: lineValue(line, locale),
      source: provenance(line),
      rows: rowsOf(line.value, locale, line.columns),
    }));
  const printed = sent.filter(({ target }) => !isRecordData(target));
  const sections: SectionView[] = [
    ...order.map((id) => ({
      id,
      title: titles[id],
      lines: view(printed.filter(({ section }) => section === id)),
    })),
    { id: 'record', title: recordDataTitle, lines: view(sent.filter(({ target }) => isRecordData(target))) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
};

export type NotSent = { target: string; label: string; why: string };

/** Targets that stay out of the contract on purpose, with the reason. */
export const notSentOf = (plan: Plan): NotSent[] =>
  plan.lines.flatMap(({ status, target, label, source, problem }) => {
    if (status === 'skipped')
      return [{ target, label, why: problem?.message ?? 'Its condition does not hold.' }];
    if (status === 'blank')
      return [{ target, label, why: problem?.message ?? `${source.text} is empty; it is not required.` }];
    return [];
  });
