import { z } from 'zod';
import type { Core } from '../state/core.ts';
import type { Enrolment } from '../state/model.ts';
import { onEnd } from './completion.ts';
import type { EnrolInput } from './enrol-input.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const input = z.union([scalar, z.object({ fromStep: z.string(), output: z.string() })]);

/** A small workflow: actions one after the other, with branches on what an action put out, as HubSpot's editor draws them. */
export const workflowSchema = z.object({
  name: z.string(),
  steps: z
    .array(
      z.object({
        id: z.string(),
        actionUrl: z.string(),
        /** A value, or an output of an earlier step. */
        inputFields: z.record(z.string(), input).default({}),
        /** The first branch whose output equals its value is taken; none, and the workflow goes to `next`. */
        branches: z.array(z.object({ output: z.string(), equals: z.string(), goTo: z.string() })).default([]),
        /** The step that follows; without one the next in the list, and `end` ends the workflow. */
        next: z.string().optional(),
      }),
    )
    .min(1),
});
type Workflow = z.input<typeof workflowSchema>;

export interface WorkflowRun {
  id: number;
  name: string;
  portalId: number;
  dealId: string;
  /** The steps that were reached, in order; each enrolment tells its state, attempts and outputs. */
  steps: { stepId: string; enrolment: Enrolment }[];
  state: 'RUNNING' | 'ENDED' | 'DELETED';
}

export interface SequenceInput {
  portalId: number;
  dealId: string;
  workflow: Workflow;
}

/** A workflow that goes round in circles is HubSpot's to end, too. */
const mostSteps = 50;

export const createSequences = (core: Core, enrol: (input: EnrolInput) => Enrolment) => {
  const runs: WorkflowRun[] = [];
  return {
    runs: (portalId: number): WorkflowRun[] => runs.filter((run) => run.portalId === portalId),
    start({ portalId, dealId, workflow }: SequenceInput): WorkflowRun {
      const { name, steps } = workflowSchema.parse(workflow);
      const run: WorkflowRun = { id: runs.length + 1, name, portalId, dealId, steps: [], state: 'RUNNING' };
      runs.unshift(run);

      const outputOf = (stepId: string, output: string): string | null =>
        run.steps.findLast((one) => one.stepId === stepId)?.enrolment.outputFields[output] ?? null;
      const go = (stepId: string): void => {
        const index = steps.findIndex(({ id }) => id === stepId);
        const step = steps[index];
        if (run.state !== 'RUNNING') return;
        if (step === undefined || run.steps.length >= mostSteps) {
          run.state = 'ENDED';
          core.changed();
          return;
        }
        const inputFields = Object.fromEntries(
          Object.entries(step.inputFields).map(([field, value]) => [
            field,
            typeof value === 'object' && value !== null ? outputOf(value.fromStep, value.output) : value,
          ]),
        );
        const enrolment = enrol({ portalId, dealId, actionUrl: step.actionUrl, inputFields });
        run.steps.push({ stepId: step.id, enrolment });
        onEnd(enrolment, () => {
          const branch = step.branches.find(
            ({ output, equals }) => enrolment.outputFields[output] === equals,
          );
          go(branch?.goTo ?? step.next ?? steps[index + 1]?.id ?? 'end');
        });
      };
      go(steps[0]?.id ?? 'end');
      return run;
    },
    /** Deletes the workflow under a run: HubSpot forgets the callbacks that its records waited for. */
    delete(runId: number): void {
      const run = runs.find(({ id }) => id === runId);
      if (run === undefined) return;
      run.state = 'DELETED';
      const portal = core.state.portals.get(run.portalId);
      if (portal)
        portal.enrolments = portal.enrolments.filter(
          (one) => one.endedAt !== null || !run.steps.some(({ enrolment }) => enrolment === one),
        );
      core.changed();
    },
  };
};
export type Sequences = ReturnType<typeof createSequences>;
