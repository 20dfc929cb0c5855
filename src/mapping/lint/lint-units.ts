import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import { findOption, listed } from '../targets/match-option.ts';
import { error } from './context.ts';
import type { Maker, Place } from './maker.ts';

/** The currency that a step writes is one that the template allows. */
export function lintUnits({ transforms }: Pick<Maker, 'transforms'>, { path, target }: Place): Finding[] {
  if (target.kind !== 'currency' || target.options.length === 0) return [];
  return transforms.flatMap((step): Finding[] => {
    if (step.kind !== 'currency' || typeof step.currency !== 'string' || step.currency === 'deal') return [];
    if (findOption(target, step.currency) !== undefined) return [];
    return [
      error(
        { code: 'not_an_option', target: path },
        {
          message: `${target.label}: money in “${step.currency}” cannot be sent.`,
          reason: `The template’s currencies are ${listed(target.options.map(({ value }) => value))}.`,
          fix: 'Choose one of them in the step “as money”.',
        },
      ),
    ];
  });
}
