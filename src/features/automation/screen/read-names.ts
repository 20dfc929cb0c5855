import { readyTemplates } from '../../contracts/create/plan-for-deal.ts';
import type { Deps } from '../../deps.ts';
import { readSets } from '../engine/read-rules.ts';
import type { Names } from './rule-sentence.ts';

/** The names of stages, sets and templates; without the stages while HubSpot cannot be asked. */
export const readNames = async (
  deps: Deps,
  portalId: number,
): Promise<
  Names & {
    templates: { templateId: number; name: string; environment: 'uat' | 'production' }[];
    message: string | null;
  }
> => {
  const [pipelines, sets, ready] = await Promise.all([
    deps.readPipelines(portalId),
    readSets(deps.db, portalId),
    readyTemplates(deps, portalId),
  ]);
  const templates = ready.map(({ template, workspace }) => ({
    templateId: template.id,
    name: template.name,
    environment: workspace.environment as 'uat' | 'production',
  }));
  return {
    sets,
    templates,
    pipelines: pipelines.ok ? pipelines.value : null,
    message: pipelines.ok
      ? null
      : 'text' in pipelines.failure
        ? pipelines.failure.text.admin
        : pipelines.failure.message,
  };
};
