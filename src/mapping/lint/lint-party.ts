import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import { reservedRecordKeys } from '@dealdraft/wire/mapping.ts';
import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import { countryCode } from '../values/country.ts';
import { cleanEmail, isEmail } from '@dealdraft/wire/email.ts';
import { placedRules } from '../sources/required-properties.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { humanized } from '../values/humanized.ts';
import { systemTarget, textTarget } from '../targets/targets.ts';
import { error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import { duplicate } from './lint-targets.ts';
import { lintValue } from './lint-value.ts';
import { recordPath } from '../records/record-path.ts';

/** Counterparty, signatories, name, entity, record data. */
export function lintParty(context: LintContext): Finding[] {
  return [
    ...lintKind(context),
    ...lintSignatories(context),
    ...lintTexts(context),
    ...lintRecordData(context),
  ];
}

function lintKind({ mapping, template }: LintContext): Finding[] {
  const { kind, organizationName, organizationType } = mapping.counterparty;
  const { counterpartyKind: accepts } = template;
  const findings: Finding[] = [];
  const takes = accepts === 'Individual' ? 'individuals' : 'organizations';
  const place = { code: 'counterparty_kind', target: 'counterparty.kind' } as const;
  const reason = `The template is for ${takes} only.`;
  if (accepts !== 'Both' && typeof kind !== 'string') {
    findings.push(
      warning(place, {
        message: 'The counterparty may be an organization or an individual.',
        reason,
        fix: `Set it to ${takes}.`,
      }),
    );
  } else if (accepts !== 'Both' && accepts.toLowerCase() !== kind) {
    findings.push(
      error(place, {
        message: `The counterparty is an ${kind === 'individual' ? kind : 'organization'}.`,
        reason,
        fix: `Set it to ${takes}.`,
      }),
    );
  }
  if (kind !== 'individual' && organizationName === undefined) {
    findings.push(
      error(
        { code: 'required_without_rule', target: 'counterparty.organizationName' },
        {
          message: 'The name of the organization is required.',
          reason: 'SpotDraft refuses an organization without a name.',
          fix: 'Map it, usually to the company’s name.',
        },
      ),
    );
  }
  if (kind !== 'individual' && organizationType === undefined) {
    findings.push(
      warning(
        { code: 'required_without_rule', target: 'counterparty.organizationType' },
        {
          message: 'The organization type is required.',
          reason: 'SpotDraft refuses organizations without a type from the workspace’s own list.',
          fix: 'Choose the type under Counterparty.',
        },
      ),
    );
  }
  return findings;
}

function lintSignatories({ mapping: { signatories } }: LintContext): Finding[] {
  const ordered = signatories.filter(({ signOrder }) => signOrder !== undefined);
  const findings: Finding[] = [];
  const place = { code: 'signatory_rule', target: 'signatories' } as const;
  if (ordered.length > 0 && ordered.length < signatories.length) {
    findings.push(
      error(place, {
        message: 'Some signatories have a place in the signing order and others have none.',
        reason: 'SpotDraft takes an order for all of them or for none.',
        fix: 'Number all of them, or none.',
      }),
    );
  }
  if (ordered.length > 0 && !signatories.some(({ role }) => role === 'counterparty')) {
    findings.push(
      error(place, {
        message: 'Nobody of the counterparty signs.',
        reason: 'With a signing order SpotDraft wants at least one signatory of the counterparty.',
        fix: 'Add one, or remove the order.',
      }),
    );
  }
  const seen = new Set<string>();
  signatories.forEach(({ email, condition }, index) => {
    const key = JSON.stringify([email.source, condition ?? null]);
    if (seen.has(key)) {
      findings.push(
        warning(
          { code: 'signatory_rule', target: `signatories.${index}` },
          {
            message: 'Two signatories have the same email address.',
            reason: 'Their rules for it are the same.',
            fix: 'Take another contact, or remove one.',
          },
        ),
      );
    }
    seen.add(key);
  });
  return findings;
}

/** The entity's reference and keys for other systems are not read by people. */
const isForSystems = (path: string): boolean => path === 'contract.entity' || path.startsWith(recordPath);

const text = (path: string): Target =>
  (isForSystems(path) ? systemTarget : textTarget)(path, humanized(path.split('.').at(-1) ?? path));

/** Values outside `contract_data` are text; some must be a country or an email address. */
function lintTexts(context: LintContext): Finding[] {
  const places = placedRules(context.mapping).filter(
    ({ path }) => /^(counterparty|signatories|contract)\./.test(path) && !isDataTarget(context, path),
  );
  return places.flatMap(({ path, rule }) => [
    ...lintValue(context, rule, { path, target: text(path) }),
    ...lintFixed(path, rule),
  ]);
}

/** A template may have a variable that looks like one of our paths. */
const isDataTarget = ({ mapping }: LintContext, path: string): boolean =>
  mapping.contractData.some(({ target }) => target === path);

/** Countries and email addresses that are written down in the mapping: as the fixed value, or as the default. */
function lintFixed(path: string, { source, transforms, default: given, whenMissing }: ValueRule): Finding[] {
  const fixed = source.kind === 'constant' && transforms.length === 0 ? source.value : undefined;
  return [
    ...lintWritten(path, fixed, 'invalid_constant'),
    ...lintWritten(path, whenMissing === 'default' ? given : undefined, 'invalid_default'),
  ];
}

function lintWritten(path: string, value: ValueRule['default'], code: Finding['code']): Finding[] {
  if (typeof value !== 'string' || value === '') return [];
  if (/\.(country|jurisdiction)$/.test(path) && countryCode(value) === null) {
    return [
      error(
        { code: 'country_unknown', target: path },
        {
          message: `“${value}” is not a country.`,
          reason: 'SpotDraft takes countries by their two-letter code, and this is no name or code of one.',
          fix: 'Write a country’s name or two-letter code.',
        },
      ),
    ];
  }
  if (path.endsWith('.email') && !isEmail(cleanEmail(value))) {
    return [
      error(
        { code, target: path },
        {
          message: `“${value}” is not an email address.`,
          reason: 'SpotDraft would refuse it.',
          fix: 'Correct it.',
        },
      ),
    ];
  }
  return [];
}

function lintRecordData({ mapping }: LintContext): Finding[] {
  const settled = new Set<string>();
  return mapping.recordData.flatMap(({ target, condition }): Finding[] => {
    const path = `${recordPath}${target}`;
    const reserved = reservedRecordKeys.some((key) => key === target);
    const findings = settled.has(target)
      ? [duplicate(path, 'An earlier rule for the same key always applies.')]
      : [];
    if (condition === undefined) settled.add(target);
    if (!reserved) return findings;
    return [
      ...findings,
      error(
        { code: 'unknown_target', target: path },
        {
          message: `The key “${target}” cannot be set.`,
          reason: 'It joins the contract to its deal.',
          fix: 'Use another key.',
        },
      ),
    ];
  });
}
