import type { Suggestion } from '@dealdraft/wire/mapping-lint.ts';
import type { Mapping, Rule, ValueRule } from '@dealdraft/wire/mapping.ts';

/** Puts a rule at the end of its target's rules, so that earlier ones with conditions still come first. */
export const addRule = (mapping: Mapping, rule: Rule): Mapping => {
  const last = mapping.contractData.map(({ target }) => target).lastIndexOf(rule.target);
  const at = last < 0 ? mapping.contractData.length : last + 1;
  return {
    ...mapping,
    contractData: [...mapping.contractData.slice(0, at), rule, ...mapping.contractData.slice(at)],
  };
};

export const putRule = (mapping: Mapping, index: number, rule: ValueRule | null): Mapping => ({
  ...mapping,
  contractData: mapping.contractData.flatMap((was, at) =>
    at !== index ? [was] : rule === null ? [] : [{ ...rule, target: was.target }],
  ),
});

/** Takes suggestions for targets that have no rule yet; a rule that somebody wrote is never replaced. */
export const acceptSuggestions = (mapping: Mapping, suggestions: readonly Suggestion<Rule>[]): Mapping =>
  suggestions.reduce((now, { rule }) => {
    // A rule for the whole and rules for its parts would both claim the value.
    const taken = now.contractData.some(
      ({ target }) =>
        target === rule.target ||
        target.startsWith(`${rule.target}.`) ||
        rule.target.startsWith(`${target}.`),
    );
    return taken ? now : addRule(now, rule);
  }, mapping);
