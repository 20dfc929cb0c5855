import { templateTargets } from '../../../mapping/targets/targets.ts';
import type { Mapping, ValueRule } from '@dealdraft/wire/mapping.ts';
import type { PromotionView } from '@dealdraft/wire/settings.ts';
import type { Target, Template } from '@dealdraft/wire/template.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

/** What a workspace calls things. */
export type WorkspaceNames = {
  entities: readonly { name: string; referenceId: string | null }[];
  organizationTypes: readonly string[];
  contractTypes: readonly { id: number; name: string }[];
};
export type Side = { template: Template; names: WorkspaceNames };
export type Repointed = {
  mapping: Mapping;
  repointed: PromotionView['repointed'];
  unmatched: PromotionView['unmatched'];
};

const same = (left: string, right: string): boolean => fold(left) === fold(right);

const constantOf = (rule: ValueRule | undefined): string | null =>
  rule?.source.kind === 'constant' && typeof rule.source.value === 'string' ? rule.source.value : null;

const withConstant = (rule: ValueRule, value: string): ValueRule => ({
  ...rule,
  source: { kind: 'constant', value },
});

/**
 * A mapping of one workspace's template as it has to be for its namesake in another: variables by name, else by label;
 * the entity by name, for its reference is another one there; types by name. What has no counterpart stays as it was and
 * is listed: it is for a person to settle, and the lint will not let it be published by mistake.
 */
export const repointMapping = (mapping: Mapping, from: Side, to: Side): Repointed => {
  const repointed: Repointed['repointed'] = [];
  const unmatched: Repointed['unmatched'] = [];
  const targets = templateTargets(to.template);
  const before = templateTargets(from.template);

  const moveTarget = (key: string): string => {
    const [head = '', ...rest] = key.split('.');
    const named = targets.some((target) => target.key === key || target.key === head);
    if (named) return key;
    const was: Target | undefined = before.find((target) => target.key === key || target.key === head);
    const twins = was === undefined ? [] : targets.filter((target) => same(target.label, was.label));
    const [twin] = twins;
    if (twin === undefined || twins.length > 1) {
      unmatched.push({
        what: 'variable',
        name: was?.label ?? key,
        target: key,
        message: `The template over there has no variable “${was?.label ?? key}”; remove its rule or add the variable in SpotDraft.`,
      });
      return key;
    }
    const moved = was?.key === key ? twin.key : [twin.key, ...rest].join('.');
    repointed.push({ what: 'variable', from: key, to: moved });
    return moved;
  };

  const entity = moveEntity();
  const organizationType = checkType();
  checkContractType();
  const { entity: _entity, counterparty, ...rest } = mapping;
  const { organizationType: _type, ...party } = counterparty;
  return {
    mapping: {
      ...rest,
      counterparty: { ...party, ...(organizationType === undefined ? {} : { organizationType }) },
      contractData: mapping.contractData.map((rule) => ({ ...rule, target: moveTarget(rule.target) })),
      ...(entity === undefined ? {} : { entity }),
    },
    repointed,
    unmatched,
  };

  function moveEntity(): ValueRule | undefined {
    const rule = mapping.entity;
    const reference = constantOf(rule);
    if (rule === undefined || reference === null) return rule;
    const name = from.names.entities.find(({ referenceId }) => referenceId === reference)?.name ?? null;
    const twin = name === null ? undefined : to.names.entities.find((each) => same(each.name, name));
    if (twin?.referenceId == null) {
      unmatched.push({
        what: 'entity',
        name: name ?? reference,
        target: 'contract.entity',
        message: `The other workspace has no entity “${name ?? reference}” with a reference; choose one there.`,
      });
      return rule;
    }
    if (twin.referenceId !== reference)
      repointed.push({
        what: 'entity',
        from: `${name ?? ''} (${reference})`,
        to: `${twin.name} (${twin.referenceId})`,
      });
    return withConstant(rule, twin.referenceId);
  }

  function checkType(): ValueRule | undefined {
    const rule = mapping.counterparty.organizationType;
    const label = constantOf(rule);
    if (rule === undefined || label === null) return rule;
    const twin = to.names.organizationTypes.find((each) => same(each, label));
    if (twin === undefined) {
      unmatched.push({
        what: 'organization type',
        name: label,
        target: 'counterparty.organizationType',
        message: `The other workspace does not know the organization type “${label}”; choose one of its own.`,
      });
      return rule;
    }
    if (twin !== label) repointed.push({ what: 'organization type', from: label, to: twin });
    return withConstant(rule, twin);
  }

  function checkContractType(): void {
    const nameOf = ({ template, names }: Side): string | null =>
      names.contractTypes.find(({ id }) => id === template.contractTypeId)?.name ?? null;
    const [here, there] = [nameOf(from), nameOf(to)];
    if (here === null || (there !== null && same(here, there))) return;
    unmatched.push({
      what: 'contract type',
      name: here,
      target: 'contract',
      message: `Here the template is of the type “${here}”, over there of ${there === null ? 'none' : `“${there}”`}; check that it is the same paper.`,
    });
  }
};
