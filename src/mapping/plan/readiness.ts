import type { Plan, PlanLine } from '@dealdraft/wire/plan.ts';
import { objectWords } from '../records/record-label.ts';

/** Whether a template can be generated for a deal, in a few words. `count` is how many things somebody has to do. */
export type Readiness = { state: 'ready' | 'missing' | 'choose'; text: string; count: number };

export function readiness({ lines }: Pick<Plan, 'lines'>): Readiness {
  const choices = openChoices(lines);
  const [choice] = choices;
  const missing = lines.filter(({ status }) => status === 'missing').length;
  const invalid = lines.filter(({ status }) => status === 'invalid').length;
  const said = [
    counted(missing, 'value missing', 'values missing'),
    counted(invalid, 'value to correct', 'values to correct'),
  ].filter((part) => part !== '');
  if (said.length > 0) return { state: 'missing', text: said.join(', '), count: missing + invalid };
  if (choice === undefined) return { state: 'ready', text: 'Ready', count: 0 };
  const text = choices.length === 1 ? choice.text : `Needs ${choices.length} selections`;
  return { state: 'choose', text, count: choices.length };
}

const counted = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${count} ${count === 1 ? one : many}`;

export type OpenChoice = {
  choiceKey: string;
  text: string;
  choices: { recordId: string; label: string; detail: string }[];
};

/** Each question once, however many lines wait for it. */
export function openChoices(lines: readonly PlanLine[]): OpenChoice[] {
  const byKey = new Map<string, OpenChoice>();
  for (const { problem } of lines) {
    if (problem?.choiceKey === undefined || byKey.has(problem.choiceKey)) continue;
    const { choiceKey, choices = [] } = problem;
    const [object = '', label] = choiceKey.split(/[[\]]/);
    const many = Object.entries(objectWords).find(([name]) => name === object)?.[1][1] ?? 'records';
    const as = label === undefined ? '' : ` for “${label}”`;
    byKey.set(choiceKey, { choiceKey, choices, text: `Choose one of ${choices.length} ${many}${as}` });
  }
  return [...byKey.values()];
}
