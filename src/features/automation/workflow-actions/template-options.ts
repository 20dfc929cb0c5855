import { workflowAnswer, type WorkflowOptionsRequest } from '../../../hubspot/inbound/workflow-action.ts';
import type { Deps } from '../../deps.ts';

const pageSize = 50;

/**
 * The templates that a workflow action can use: those that are mapped and published here. Local rows only, for HubSpot
 * waits for the list while somebody edits a workflow. `after` is the number of choices that were given before.
 */
export const templateOptions = async (deps: Deps, { portalId, query, after }: WorkflowOptionsRequest) => {
  const mappings = await deps.db.mapping.findMany({
    where: {
      portalId,
      publishedVersionId: { not: null },
      workspace: { state: { notIn: ['paused', 'removed'] }, portal: { state: 'active' } },
    },
    select: {
      templateId: true,
      workspaceId: true,
      state: true,
      workspace: { select: { environment: true } },
    },
  });
  const templates = await deps.db.template.findMany({
    where: { portalId, templateId: { in: mappings.map(({ templateId }) => templateId) } },
    select: { templateId: true, workspaceId: true, name: true },
  });
  // The same number in two workspaces is one choice, as it is on the card: production wins.
  const byId = new Map<number, { label: string; description: string }>();
  const inOrder = mappings.toSorted((a, b) =>
    a.workspace.environment === b.workspace.environment ? 0 : a.workspace.environment === 'uat' ? -1 : 1,
  );
  for (const { templateId, workspaceId, workspace, state } of inOrder) {
    const found = templates.find((row) => row.templateId === templateId && row.workspaceId === workspaceId);
    if (found === undefined) continue;
    const uat = workspace.environment === 'uat';
    byId.set(templateId, {
      label: uat ? `${found.name} (UAT)` : found.name,
      description:
        state === 'paused'
          ? 'Paused: it cannot be generated now'
          : uat
            ? 'Trial workspace of SpotDraft'
            : 'Mapped and published',
    });
  }
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matching = [...byId]
    .filter(([id, { label }]) =>
      words.every((word) => label.toLowerCase().includes(word) || String(id) === word),
    )
    .toSorted(([a, x], [b, y]) => x.label.localeCompare(y.label, 'en', { sensitivity: 'base' }) || a - b);
  const start = after !== null && /^\d{1,6}$/.test(after) ? Number(after) : 0;
  const options = matching
    .slice(start, start + pageSize)
    .map(([id, { label, description }]) => ({ value: String(id), label, description }));
  const next = start + pageSize < matching.length ? String(start + pageSize) : null;
  return workflowAnswer.options(options, next);
};
