import { hasErrors } from '../../../mapping/lint/lint-mapping.ts';
import { suggestMapping } from '../../../mapping/suggestions/suggest-mapping.ts';
import { suggestRules } from '../../../mapping/suggestions/suggest.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { PropertiesByObject } from '@dealdraft/wire/records.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { LintView, SuggestionsView } from '@dealdraft/wire/settings.ts';
import type { Deps, Answer, TemplateKey } from '../../deps.ts';
import { loadMapping } from '../read/mapping-state.ts';
import { recentDeals } from '../trial/recent-deals.ts';
import { freshProperties, readProperties } from '../read/read-properties.ts';
import { anyVendorError, vendorError } from '../../../platform/vendor-error.ts';

/** The account's properties; `fresh` as they are at this moment, else as kept for minutes. */
export const propertiesOf = async (
  deps: Deps,
  portalId: number,
  how: 'kept' | 'fresh' = 'kept',
): Promise<Result<PropertiesByObject, CardError>> => {
  const client = await deps.vendors.hubspot(portalId, 'interactive');
  if (!client.ok) return fail(anyVendorError(client.failure));
  const read = await (how === 'fresh' ? freshProperties : readProperties)(deps, client.value);
  return read.ok ? read : fail(vendorError(read.failure));
};

/** An error that lists what stands in the way of publishing, each with what to do. */
export const notPublishable = (findings: readonly Finding[]): CardError => {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return {
    code: 'blocked',
    message: `${String(errors.length)} ${errors.length === 1 ? 'rule has' : 'rules have'} to be put right before this can be published.`,
    fields: errors.map(({ target, message, reason, fix }) => ({
      target,
      label: target,
      message: `${message} ${reason} ${fix}`,
    })),
    canRetry: false,
  };
};

/** What is wrong with a mapping as it stands in the editor. */
export const lintContent = async (
  deps: Deps,
  portalId: number,
  { key, content }: { key: TemplateKey; content: Mapping | undefined },
): Answer<LintView> => {
  const [state, properties, recent] = await Promise.all([
    loadMapping(deps.db, portalId, key),
    propertiesOf(deps, portalId),
    recentDeals(deps.db, portalId, key),
  ]);
  if (!state.ok) return state;
  if (!properties.ok) return properties;
  const findings = await deps.mapping.lint(portalId, {
    mapping: content ?? state.value.content,
    template: state.value.template,
    properties: properties.value,
    recentDeals: recent,
  });
  return ok({ findings, canPublish: !hasErrors(findings) });
};

/** Rules for what the mapping leaves open, and a first draft of everything. Nothing is taken by itself. */
export const suggestions = async (
  deps: Deps,
  portalId: number,
  { key, content }: { key: TemplateKey; content: Mapping | undefined },
): Answer<SuggestionsView> => {
  const [state, properties] = await Promise.all([
    loadMapping(deps.db, portalId, key),
    propertiesOf(deps, portalId),
  ]);
  if (!state.ok) return state;
  if (!properties.ok) return properties;
  const { template } = state.value;
  const taken = new Set((content ?? state.value.content).contractData.map(({ target }) => target));
  const given = { template, properties: properties.value };
  return ok({
    suggestions: suggestRules(given).filter(({ target }) => !taken.has(target)),
    whole: suggestMapping(given),
  });
};
