import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import { templateTargets } from '../targets/targets.ts';
import { emptyScope } from './context.ts';
import type { LintInput } from './context.ts';
import { lintConditions } from './lint-conditions.ts';
import { lintFormulas } from './lint-formulas.ts';
import { lintMoneyParts } from './lint-money.ts';
import { lintNeverFilled } from './lint-never-filled.ts';
import { lintParty } from './lint-party.ts';
import { lintProperties } from './lint-properties.ts';
import { lintTargets } from './lint-targets.ts';
import { lintWriteBack } from './lint-write-back.ts';

const checks = [
  lintTargets,
  lintParty,
  lintProperties,
  lintFormulas,
  lintConditions,
  lintMoneyParts,
  lintNeverFilled,
  lintWriteBack,
];

/**
 * What is wrong with a mapping, given the template as it is now and HubSpot's properties as they are now; errors first. An error
 * prevents publishing, and pauses a published mapping. Never throws; an object whose properties are not given is not judged.
 */
export function lintMapping(input: LintInput): Finding[] {
  const context = { ...input, targets: templateTargets(input.template), scope: emptyScope(input.properties) };
  const findings = checks.flatMap((check) => check(context));
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity === 'warning'),
  ];
}

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
