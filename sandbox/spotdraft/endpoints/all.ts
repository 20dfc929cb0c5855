import { approvalEndpoints } from './approvals.ts';
import { contractEndpoints } from './contracts.ts';
import type { Endpoint } from './endpoint.ts';
import { fileEndpoints } from './files.ts';
import { keyPointerEndpoints } from './key-pointers.ts';
import { progressEndpoints } from './progress.ts';
import { referenceEndpoints } from './reference-data.ts';
import { uploadEndpoints } from './uploads.ts';
import { webhookEndpoints } from './webhooks.ts';
import { workflowEndpoints } from './workflow.ts';

/** Every operation the sandbox implements, under `/api/v2.1/public/`. */
export const allEndpoints: Endpoint[] = [
  ...contractEndpoints,
  ...workflowEndpoints,
  ...progressEndpoints,
  ...keyPointerEndpoints,
  ...approvalEndpoints,
  ...fileEndpoints,
  ...uploadEndpoints,
  ...webhookEndpoints,
  ...referenceEndpoints,
];
