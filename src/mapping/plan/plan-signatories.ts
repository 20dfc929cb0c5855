import type { SignatoryRules } from '@dealdraft/wire/mapping.ts';
import type { PlanLine, PlannedSignatory } from '@dealdraft/wire/plan.ts';
import { holds } from '../sources/conditions.ts';
import { blocks, withFault } from './evaluate-rule.ts';
import type { Scope } from '../records/scope.ts';
import { decided, filled, textLine, textOf } from './section-rules.ts';
import type { TextAim } from './section-rules.ts';

export type SignatoriesPlan = { lines: PlanLine[]; signatories: PlannedSignatory[] };

/** Who signs. `partyName` is the counterparty's name, which SpotDraft wants repeated for each of its signatories. */
export function planSignatories(
  scope: Scope,
  rules: readonly SignatoryRules[],
  partyName: string,
): SignatoriesPlan {
  const made = rules.map((rule, index) =>
    planOne({ ...scope, associations: { company: rule.company, contact: rule.contact } }, rule, {
      index,
      partyName,
    }),
  );
  const signatories = made.flatMap(({ signatory }) => signatory ?? []);
  const lines = made.flatMap((each) => each.lines);
  // Somebody is still to be chosen or filled in: the order is judged when everybody is known.
  const order = lines.some(blocks) ? null : orderLine(signatories);
  return { lines: order ? [...lines, order] : lines, signatories };
}

type Place = { index: number; partyName: string };
type One = { lines: PlanLine[]; signatory: PlannedSignatory | undefined };

function planOne(scope: Scope, rule: SignatoryRules, { index, partyName }: Place): One {
  const side = rule.role === 'counterparty' ? 'Counterparty signatory' : 'Our signatory';
  const aim = (part: string, label: string, required: boolean): TextAim => ({
    path: `signatories.${index}.${part}`,
    label: `${side} ${index + 1}: ${label}`,
    section: 'signatories',
    required,
  });
  const asked =
    rule.condition === undefined ? { ok: true as const, value: true } : holds(rule.condition, { scope });
  if (!asked.ok || !asked.value) {
    const line = decided(aim('condition', 'condition', false), {
      value: null,
      display: 'Does not sign: the condition is not met',
      text: 'Set by your admin',
    });
    return {
      lines: [asked.ok ? { ...line, status: 'skipped' } : withFault(line, asked.failure)],
      signatory: undefined,
    };
  }
  const name = textLine(scope, rule.name, aim('name', 'name', true));
  const email = textLine(scope, rule.email, { ...aim('email', 'email', true), as: 'email' });
  const title = textLine(scope, rule.title, aim('title', 'title', false));
  const lines = [name, email, title].filter((line) => line !== null);
  const absent = name?.status === 'missing' || email?.status === 'missing';
  if (rule.optional && absent && !lines.some(({ status }) => status === 'invalid' || status === 'choose'))
    return { lines: lines.map(leftOut), signatory: undefined };
  if (lines.some(blocks)) return { lines, signatory: undefined };
  const isCounterparty = rule.role === 'counterparty';
  return {
    lines,
    signatory: {
      isCounterparty,
      name: textOf(name),
      email: textOf(email),
      ...filled({
        title: textOf(title),
        counterpartyName: isCounterparty ? partyName : '',
        note: rule.note ?? '',
      }),
      ...(rule.signOrder === undefined ? {} : { signOrder: rule.signOrder }),
    },
  };
}

function leftOut(line: PlanLine): PlanLine {
  const { problem: _problem, ...rest } = line;
  return { ...rest, value: null, status: 'blank', display: 'Left out: name or email is empty' };
}

/** SpotDraft takes an order for all signatories or for none, and then wants one of the counterparty's among them. */
function orderLine(signatories: readonly PlannedSignatory[]): PlanLine | null {
  const ordered = signatories.filter(({ signOrder }) => signOrder !== undefined);
  const partly = ordered.length > 0 && ordered.length < signatories.length;
  const oneSided = ordered.length > 0 && !signatories.some(({ isCounterparty }) => isCounterparty);
  if (!partly && !oneSided) return null;
  const line = decided(
    { path: 'signatories.order', label: 'Signing order', section: 'signatories', required: false },
    { value: null, display: '', text: 'Set by your admin' },
  );
  const why = partly
    ? 'some signatories have a place in the order and others have none'
    : 'nobody of the counterparty is among those who sign in order';
  return withFault(line, { code: 'wrong_type', why, fix: 'Ask an admin to correct the signing order.' });
}
