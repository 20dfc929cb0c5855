import { cardError } from '../../../platform/card-errors.ts';
import { templateOf } from '../../contracts/create/plan-for-deal.ts';
import type { Workspace } from '../../../platform/database/generated/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { PromotionView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer, TemplateKey } from '../../deps.ts';
import { propertiesOf } from '../draft/lint-draft.ts';
import { loadMapping } from '../read/mapping-state.ts';
import { repointMapping, type WorkspaceNames } from './repoint-mapping.ts';
import { writeDraft } from '../draft/save-draft.ts';
import { anyVendorError, vendorError } from '../../../platform/vendor-error.ts';
import { findWorkspace } from '../../connections/workspace-view.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

type Wish = {
  key: TemplateKey;
  toWorkspaceId: string;
  toTemplateId: number | undefined;
  from: 'published' | 'draft';
  apply: boolean;
  revision: number;
};

const readNames = async (deps: Deps, workspaceId: string): Answer<WorkspaceNames> => {
  const client = await deps.vendors.spotdraft(workspaceId, 'interactive');
  if (!client.ok) return fail(anyVendorError(client.failure));
  const [entities, organizationTypes, contractTypes] = await Promise.all([
    client.value.listEntities(),
    client.value.listOrganizationTypes(),
    client.value.listContractTypes(),
  ]);
  if (!entities.ok) return fail(vendorError(entities.failure));
  if (!organizationTypes.ok) return fail(vendorError(organizationTypes.failure));
  if (!contractTypes.ok) return fail(vendorError(contractTypes.failure));
  return ok({
    entities: entities.value,
    organizationTypes: organizationTypes.value.map(({ name }) => name),
    contractTypes: contractTypes.value,
  });
};

/** The templates over there that bear the name; when there is none, all of them, to choose from. */
const candidatesOf = async (
  deps: Deps,
  workspace: Workspace,
  name: string,
): Promise<{
  named: { templateId: number; name: string }[];
  all: { templateId: number; name: string }[];
}> => {
  const all = await deps.db.template.findMany({
    where: { portalId: workspace.portalId, workspaceId: workspace.id, state: 'published' },
    select: { templateId: true, name: true },
    orderBy: [{ name: 'asc' }, { templateId: 'asc' }],
    take: 1_000,
  });
  const wanted = fold(name);
  return { all, named: all.filter((each) => fold(each.name) === wanted) };
};

/**
 * Takes a mapping to the template of the same name in another workspace, where it becomes the draft. Without `apply` it
 * only tells what would be re-pointed and what has no counterpart.
 */
export const promoteMapping = async (deps: Deps, admin: Admin, wish: Wish): Answer<PromotionView> => {
  const { portalId } = admin;
  const [state, workspace] = await Promise.all([
    loadMapping(deps.db, portalId, wish.key),
    findWorkspace(deps.db, portalId, wish.toWorkspaceId),
  ]);
  if (!state.ok) return state;
  if (!workspace.ok) return workspace;
  if (wish.toWorkspaceId === wish.key.workspaceId)
    return fail(cardError.notPossible('Choose another workspace to promote to.'));
  const content = wish.from === 'draft' ? state.value.content : state.value.published?.mapping;
  if (content === undefined)
    return fail(
      cardError.notPossible('Nothing is published for this template yet; publish it or promote the draft.'),
    );
  const { named, all } = await candidatesOf(deps, workspace.value, state.value.template.name);
  const chosen =
    wish.toTemplateId === undefined
      ? named.length === 1
        ? named[0]
        : undefined
      : all.find(({ templateId }) => templateId === wish.toTemplateId);
  const to = {
    workspaceId: wish.toWorkspaceId,
    workspaceName: workspace.value.name,
    templateId: chosen?.templateId ?? null,
    templateName: chosen?.name ?? null,
  };
  const candidates = named.length > 1 ? named : all;
  const nothing = {
    to,
    candidates,
    repointed: [],
    unmatched: [],
    findings: [],
    applied: false,
    conflict: null,
  };
  if (chosen === undefined) {
    const name = state.value.template.name;
    const message =
      named.length > 1
        ? `The other workspace has ${String(named.length)} templates named “${name}”; choose one.`
        : `The other workspace has no template named “${name}”; choose the one that is meant.`;
    return ok({
      ...nothing,
      revision: 0,
      unmatched: [{ what: 'template', name, target: 'template', message }],
    });
  }
  const toKey = { workspaceId: wish.toWorkspaceId, templateId: chosen.templateId };
  const [there, hereNames, thereNames, properties] = await Promise.all([
    loadMapping(deps.db, portalId, toKey),
    readNames(deps, wish.key.workspaceId),
    readNames(deps, wish.toWorkspaceId),
    propertiesOf(deps, portalId),
  ]);
  if (!there.ok) return there;
  if (!hereNames.ok) return hereNames;
  if (!thereNames.ok) return thereNames;
  if (!properties.ok) return properties;
  const template = templateOf(there.value.templateRecord);
  const moved = repointMapping(
    content,
    { template: state.value.template, names: hereNames.value },
    { template, names: thereNames.value },
  );
  const findings = await deps.mapping.lint(portalId, {
    mapping: moved.mapping,
    template,
    properties: properties.value,
  });
  const view = { ...nothing, ...moved, findings, revision: there.value.revision };
  const { mapping: _mapping, ...told } = view;
  if (!wish.apply) return ok(told);
  const cause = {
    action: 'mapping_promoted' as const,
    text: `Took the mapping of “${state.value.template.name}” from “${state.value.workspace.name}” as the draft in “${workspace.value.name}”`,
  };
  const saved = await deps.db.$transaction((tx) =>
    writeDraft({ tx, now: deps.now }, admin, {
      key: toKey,
      content: moved.mapping,
      revision: wish.revision,
      cause,
    }),
  );
  if (!saved.ok) return saved;
  if (saved.value.kind === 'conflict') return ok({ ...told, conflict: saved.value.theirs });
  return ok({ ...told, revision: saved.value.revision, applied: true });
};
