import type { Finding, Suggestion } from '@dealdraft/wire/mapping-lint.ts';
import type { Mapping, Rule, Source } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';

export const target = (more: Partial<Target> = {}): Target => ({
  key: 'a',
  label: more.key ?? 'a',
  kind: 'text',
  required: false,
  options: [],
  helpText: null,
  ...more,
});

export const rule = (
  path: string,
  source: Source = { kind: 'property', object: 'deal', property: 'dealname' },
): Rule => ({ target: path, source, transforms: [], whenMissing: 'stop' });

const contact = (property: string) => ({
  source: { kind: 'property' as const, object: 'contact' as const, property },
  transforms: [],
  whenMissing: 'stop' as const,
});

export const mapping = (more: Partial<Mapping> = {}): Mapping => ({
  formatVersion: 1,
  contractData: [],
  counterparty: {
    kind: 'organisation',
    pointOfContact: { firstName: contact('firstname'), email: contact('email') },
  },
  signatories: [],
  workflowConfig: {},
  recordData: [],
  writeBack: [],
  ...more,
});

export const finding = (path: string, more: Partial<Finding> = {}): Finding => ({
  code: 'required_without_rule',
  severity: 'error',
  target: path,
  message: `${path} is required.`,
  reason: 'The template has no default for it either.',
  fix: 'Map it.',
  ...more,
});

export const suggestion = (path: string, source?: Source): Suggestion<Rule> => ({
  target: path,
  score: 0.9,
  reason: `“${path}” sounds like the deal property “Deal name”.`,
  rule: rule(path, source),
});
