import type { ErpContract } from '@dealdraft/wire/erp.ts';
import type { Contract, Request } from '../../../platform/database/generated/client.ts';

type Row = Contract & { request: Pick<Request, 'body'> | null };

/** A contract as the account’s ERP sees it. */
export const erpContract = (row: Row): ErpContract => ({
  id: row.id,
  requestId: row.requestId,
  dealId: row.dealId,
  spotdraftId: row.spotdraftId,
  referenceId: row.referenceId,
  name: row.name,
  template: row.templateName,
  status: row.status,
  link: row.link,
  executedAt: row.executedAt?.toISOString() ?? null,
  keys: keysOf(row.request?.body),
  metadata: metadataOf(row.keyPointers),
  file: `/api/erp/contracts/${row.id}/file`,
});

type Body = { external_metadata?: { record_data?: Record<string, string> } };

/** As they were sent. */
const keysOf = (body: string | undefined): ErpContract['keys'] =>
  body === undefined ? {} : ((JSON.parse(body) as Body).external_metadata?.record_data ?? {});

const metadataOf = (stored: Contract['keyPointers']): ErpContract['metadata'] => {
  const values = (stored as { values?: { fieldName: string; value: unknown }[] } | null)?.values ?? [];
  return Object.fromEntries(values.map(({ fieldName, value }) => [fieldName, value]));
};
