import type { Router } from 'express';
import { z } from 'zod';
import type { Core } from '../state/core.ts';
import { readActions } from '../state/extensions.ts';
import type { Workflows } from '../workflows/runner.ts';
import { workflowSchema } from '../workflows/sequence.ts';
import { portalOf } from './page-request.ts';

const inputFields = z.record(z.string(), z.unknown()).default({});
const enrolSchema = z.object({ dealId: z.string(), actionUrl: z.string(), inputFields });
const runSchema = z.object({ dealId: z.string(), workflow: workflowSchema });
const optionsSchema = z.object({
  optionsUrl: z.string(),
  inputFieldName: z.string(),
  inputFields,
  q: z.string().optional(),
  after: z.string().optional(),
});

/** Workflow actions: which there are, how each run goes, and a new run. */
export function addWorkflowRoutes(router: Router, core: Core, workflows: Workflows): void {
  const at = '/portals/:portalId/workflows';
  router.get(at, (request, response) => {
    const { portalId } = portalOf(core, request);
    const actions = readActions(core.extensionsDir, core.publicAppOrigin()).map(
      ({ requestProperties: _names, ...action }) => action,
    );
    const runs = workflows.sequences.runs(portalId);
    response.json({ results: workflows.enrolments(portalId), runs, actions });
  });
  router.post(`${at}/enrol`, (request, response) => {
    const { portalId } = portalOf(core, request);
    response.status(201).json(workflows.enrol({ portalId, ...enrolSchema.parse(request.body) }));
  });
  router.post(`${at}/runs`, (request, response) => {
    const { portalId } = portalOf(core, request);
    response.status(201).json(workflows.sequences.start({ portalId, ...runSchema.parse(request.body) }));
  });
  router.post(`${at}/runs/:runId/delete`, (request, response) => {
    workflows.sequences.delete(Number(request.params.runId));
    response.status(204).end();
  });
  router.post(`${at}/options`, async (request, response) => {
    const { portalId } = portalOf(core, request);
    const { q, after, ...input } = optionsSchema.parse(request.body);
    response.json(
      await workflows.options({
        portalId,
        ...input,
        ...(q === undefined ? {} : { q }),
        ...(after === undefined ? {} : { after }),
      }),
    );
  });
}
