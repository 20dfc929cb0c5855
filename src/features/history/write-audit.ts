import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
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
    data: { ...facts, changes: changes as unknown as Prisma.InputJsonArray },
  });
};
