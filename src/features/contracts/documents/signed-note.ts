import type { Contract } from '../../../platform/database/generated/client.ts';
import { dayIn } from '../../../mapping/values/dates.ts';

type Executed = Pick<Contract, 'name' | 'referenceId' | 'spotdraftId' | 'executedAt'>;

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => `&#${String(c.codePointAt(0))};`);

/** What the note on a deal says of its executed contract. The day is the account's, where the deal's people are. */
export function signedNote(
  { name, referenceId, spotdraftId, executedAt }: Executed,
  timeZone: string,
): string {
  const reference = escapeHtml(referenceId ?? spotdraftId);
  const when = executedAt === null ? '' : `, executed ${dayIn(executedAt, timeZone)}`;
  return `<p>Signed: <strong>${escapeHtml(name)}</strong> (${reference})${when}.</p>`;
}
