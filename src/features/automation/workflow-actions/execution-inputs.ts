import { z } from 'zod';
import { contractStatuses } from '@dealdraft/wire/contract-status.ts';

export const workflowActions = [
  'generate-contract',
  'send-contract',
  'void-contract',
  'wait-for-status',
  'get-contract',
] as const;
export type WorkflowActionName = (typeof workflowActions)[number];

const templateId = z.coerce
  .number('Choose a template in the workflow action.')
  .int()
  .positive('Choose a template in the workflow action.');
const anyTemplate = templateId.nullable().default(null);

/** The inputs of each action, as its meta file under extensions/app/workflow-actions declares them. */
export const executionInputs = {
  'generate-contract': z.object({
    template_id: templateId,
    if_open: z.enum(['skip', 'reuse', 'another']).default('skip'),
    note: z.string().max(2_000, 'The note is longer than 2,000 characters.').optional(),
  }),
  'send-contract': z.object({
    template_id: anyTemplate,
    send_for: z.enum(['review', 'signature'], 'Choose in the workflow action what the contract is sent for.'),
    message: z.string().max(5_000, 'The message is longer than 5,000 characters.').optional(),
  }),
  'void-contract': z.object({
    template_id: anyTemplate,
    reason: z.string().min(3, 'A reason of at least three letters is needed to void a contract.').max(2_000),
  }),
  'wait-for-status': z.object({
    template_id: anyTemplate,
    status: z.enum(contractStatuses, 'Choose a status in the workflow action.'),
    wait_days: z.coerce
      .number('Say in the workflow action how many days to wait.')
      .int('The days to wait are a whole number.')
      .min(1, 'Wait at least one day.')
      .max(365, 'Wait at most 365 days.'),
  }),
  'get-contract': z.object({ template_id: anyTemplate }),
} as const;
