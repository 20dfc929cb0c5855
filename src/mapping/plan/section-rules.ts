import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import type { Json, PlanLine, PlanSection } from '@dealdraft/wire/plan.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { countryCode, countryName, notACountry } from '../values/country.ts';
import { blankLine, evaluateRule, withFault } from './evaluate-rule.ts';
import type { Scope } from '../records/scope.ts';
import { systemTarget, textTarget } from '../targets/targets.ts';
import type { Fault } from '../values/value.ts';
import { cut } from '@dealdraft/wire/cut.ts';
import { cleanEmail, isEmail } from '@dealdraft/wire/email.ts';
import { trimmed } from '@dealdraft/wire/text-form.ts';

/** A place outside `contract_data` that takes text. */
export type TextAim = {
  path: string;
  label: string;
  section: PlanSection;
  required: boolean;
  as?: 'email' | 'country';
  /** A reference that SpotDraft reads, not a person. */
  forSystems?: boolean;
};

const targetOf = ({ path, label, required, forSystems }: TextAim): Target => ({
  ...(forSystems === true ? systemTarget : textTarget)(path, label),
  required,
});

/** The line of one text; without a rule it is missing if required, and not there at all if not. */
export function textLine(scope: Scope, rule: ValueRule | undefined, aim: TextAim): PlanLine | null {
  const target = targetOf(aim);
  if (rule === undefined) {
    if (!aim.required) return null;
    const line = blankLine(
      { target, path: aim.path, section: aim.section },
      { kind: 'none', text: 'Not mapped' },
    );
    return withFault(line, {
      code: 'no_rule',
      why: 'the mapping does not fill it',
      fix: 'Ask an admin to map it.',
    });
  }
  const line = evaluateRule(scope, rule, { target, path: aim.path, section: aim.section });
  if (line.status === 'skipped' && aim.required)
    return withFault(line, {
      code: 'no_value',
      why: 'it is needed, and its condition is not met',
      fix: 'Ask an admin to correct the mapping.',
    });
  if (typeof line.value !== 'string') return line;
  const value = cleaned[aim.as ?? 'text'](line.value, line.raw);
  const failure = aim.as === undefined ? null : wrong(aim.as, value);
  if (failure) return withFault(line, linked(line, failure));
  return { ...line, value, display: aim.as === 'country' ? countryName(countryCode(value) ?? value) : value };
}

const cleaned: Readonly<Record<'text' | 'email' | 'country', (text: string, stored: Json) => string>> = {
  text: trimmed,
  email: cleanEmail,
  country: (text, stored) => knownCountry(trimmed(text), stored),
};

/** A drop-down's label may be no country's name while its internal value is a code. */
const knownCountry = (text: string, stored: Json): string =>
  countryCode(text) === null && typeof stored === 'string' && countryCode(stored) !== null ? stored : text;

function wrong(as: 'email' | 'country', value: string): Fault | null {
  if (as === 'email')
    return isEmail(value)
      ? null
      : { code: 'wrong_type', why: `“${cut(value, 80, '…')}” is not an email address`, fix: 'Correct it.' };
  return countryCode(value) === null
    ? {
        code: 'wrong_type',
        why: notACountry(value),
        fix: 'Write its name or two-letter code.',
      }
    : null;
}

/** Leads to the property that the line was read from. */
function linked({ source }: PlanLine, failure: Fault): Fault {
  const { object, recordId, property } = source;
  if (object === undefined || recordId === undefined) return failure;
  return { ...failure, link: { object, recordId, ...(property === undefined ? {} : { property }) } };
}

export const textOf = (line: PlanLine | null | undefined): string =>
  typeof line?.value === 'string' ? line.value : '';

/** Keys whose text is not empty. */
export function filled<Key extends string>(texts: Record<Key, string>): Partial<Record<Key, string>> {
  return Object.fromEntries(Object.entries<string>(texts).filter(([, text]) => text !== '')) as Partial<
    Record<Key, string>
  >;
}

/** Something decided, rather than read: shown like the rest. */
export function decided(aim: TextAim, shown: { value: Json; display: string; text: string }): PlanLine {
  const line = blankLine(
    { target: targetOf(aim), path: aim.path, section: aim.section },
    { kind: 'constant', text: shown.text },
  );
  return { ...line, raw: shown.value, value: shown.value, display: shown.display, status: 'ok' };
}
