import type { CounterpartyRules } from '@dealdraft/wire/mapping.ts';
import type { PlanLine, PlannedCounterparty } from '@dealdraft/wire/plan.ts';
import type { CounterpartyKind } from '@dealdraft/wire/template.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { holds } from '../sources/conditions.ts';
import { countryCode, countryName } from '../values/country.ts';
import { blocks, withFault } from './evaluate-rule.ts';
import { planAddress } from './plan-address.ts';
import type { Scope } from '../records/scope.ts';
import { decided, filled, textLine, textOf } from './section-rules.ts';
import type { TextAim } from './section-rules.ts';
import type { Fault } from '../values/value.ts';

export type CounterpartyPlan = {
  lines: PlanLine[];
  counterparty: PlannedCounterparty | undefined;
  /** The name that counterparty signatories must carry; empty while it is not known. */
  name: string;
};

const aim = (name: string, label: string, required: boolean): TextAim => ({
  path: `counterparty.${name}`,
  label,
  section: 'counterparty',
  required,
});

/** Who the contract is with. A template that takes organizations only refuses individuals, and the reverse. */
export function planCounterparty(
  whole: Scope,
  rules: CounterpartyRules,
  accepts: CounterpartyKind,
): CounterpartyPlan {
  const scope: Scope = {
    ...whole,
    associations: { company: rules.company, contact: rules.pointOfContact.contact },
  };
  const individual = isIndividual(scope, rules);
  const kind = kindLine(individual, accepts);
  const asIndividual = individual.ok && individual.value;

  const { firstName, lastName, email } = rules.pointOfContact;
  const first = textLine(
    scope,
    firstName,
    aim('pointOfContact.firstName', 'First name of the contact', true),
  );
  const last = textLine(scope, lastName, aim('pointOfContact.lastName', 'Last name of the contact', false));
  const mail = textLine(scope, email, {
    ...aim('pointOfContact.email', 'Email of the contact', true),
    as: 'email',
  });
  const name = asIndividual
    ? null
    : textLine(scope, rules.organizationName, aim('organizationName', 'Organization', true));
  const type = asIndividual
    ? null
    : textLine(scope, rules.organizationType, aim('organizationType', 'Type of organization', false));
  const jurisdiction = textLine(scope, rules.jurisdiction, {
    ...aim('jurisdiction', 'Jurisdiction', false),
    as: 'country',
  });
  const address =
    rules.address === undefined ? { lines: [], address: undefined } : planAddress(scope, rules.address);

  const lines = [kind, name, type, first, last, mail, jurisdiction, ...address.lines].filter(
    (line) => line !== null,
  );
  const person = `${textOf(first)} ${textOf(last)}`.trim();
  const partyName = asIndividual ? person : textOf(name);
  if (lines.some(blocks)) return { lines, counterparty: undefined, name: partyName };
  const iso = countryCode(textOf(jurisdiction)) ?? '';
  const counterparty: PlannedCounterparty = {
    isIndividual: asIndividual,
    ...filled({ organizationName: textOf(name), organizationType: textOf(type) }),
    pointOfContact: { firstName: textOf(first), lastName: textOf(last), email: textOf(mail) },
    ...filled({ jurisdiction: iso === '' ? '' : countryName(iso), jurisdictionIsoCode: iso }),
    ...(address.address === undefined ? {} : { address: address.address }),
    ...(rules.partyRole === undefined ? {} : { partyRole: rules.partyRole }),
  };
  return { lines, counterparty, name: partyName };
}

function isIndividual(scope: Scope, { kind }: CounterpartyRules): Result<boolean, Fault> {
  return typeof kind === 'string' ? ok(kind === 'individual') : holds(kind.individualWhen, { scope });
}

function kindLine(individual: Result<boolean, Fault>, accepts: CounterpartyKind): PlanLine {
  const value = individual.ok && individual.value ? 'individual' : 'organisation';
  const line = decided(aim('kind', 'Counterparty', true), {
    value,
    display: value === 'individual' ? 'An individual' : 'An organization',
    text: 'Set by your admin',
  });
  if (!individual.ok) return withFault(line, individual.failure);
  if (accepts === 'Both' || accepts.toLowerCase() === value) return line;
  const takes = accepts === 'Individual' ? 'individuals' : 'organizations';
  return withFault(line, {
    code: 'wrong_kind',
    why: `this template is for ${takes} only`,
    fix: 'Choose another template, or ask an admin.',
  });
}
