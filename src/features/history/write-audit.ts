import { toJson } from '../../platform/database/to-json.ts';
import type { Db } from '../../platform/database/client.ts';
import type { AuditAction } from '@dealdraft/wire/settings.ts';
import type { ValueChange } from './value-changes.ts';

export type AuditRecord = {
  portalId: number;
  /** An email, or `DealDraft`. */
  who: string;
  action: AuditAction;
  subject: string;
  text: string;
  changes?: readonly ValueChange[];
};

/** Writes down a change, in the transaction that makes it. Secrets come here as their mask only. */
export const writeAudit = async (tx: Db, record: AuditRecord): Promise<void> => {
  const { changes = [], ...facts } = record;
  await tx.auditEntry.create({
    data: { ...facts, changes: toJson(changes) },
  });
};
