/** One thing that is wrong, or doubtful, in a mapping: what (`message`), why (`reason`), what to do (`fix`). An error prevents publishing. */
export type Finding = {
  code: FindingCode;
  severity: 'error' | 'warning';
  /** A variable, or a path such as `counterparty.address.city`, `signatories.0.email`, `writeBack.2`. */
  target: string;
  message: string;
  reason: string;
  fix: string;
};

export const findingCodes = [
  'unknown_target',
  'duplicate_rule',
  'required_without_rule',
  'required_may_be_blank',
  'type_mismatch',
  'not_a_number',
  'not_an_option',
  'invalid_constant',
  'raw_value',
  'home_currency',
  'more_decimals',
  'never_filled',
  'property_missing',
  'property_hidden',
  'bad_formula',
  'circular',
  'bad_placeholder',
  'bad_condition',
  'transform_cannot_apply',
  'unknown_column',
  'default_missing',
  'invalid_default',
  'signatory_rule',
  'counterparty_kind',
  'country_unknown',
  'way_back_read_only',
  'way_back_type',
  'way_back_reserved',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** A proposal for a target that has no rule yet. Shown as a suggestion, never taken by itself. */
export type Suggestion<Rule> = { target: string; score: number; reason: string; rule: Rule };
