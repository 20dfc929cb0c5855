import type { PropertyRules } from '../../api/types.ts';

/** The rules with one more. A value that has a rule already gets the property added to it. */
export const withRule = (
  rules: PropertyRules,
  { property, value, required }: { property: string; value: string; required: string },
): PropertyRules => {
  const same = rules.conditional.findIndex(
    (one) => one.property === property && one.values.length === 1 && one.values[0] === value,
  );
  const conditional =
    same < 0
      ? [...rules.conditional, { objectType: 'deals', property, values: [value], required: [required] }]
      : rules.conditional.map((one, index) =>
          index === same ? { ...one, required: [...new Set([...one.required, required])] } : one,
        );
  return { ...rules, conditional };
};

export const withoutRule = (rules: PropertyRules, index: number): PropertyRules => ({
  ...rules,
  conditional: rules.conditional.filter((_one, at) => at !== index),
});
