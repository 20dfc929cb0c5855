import { randomUUID } from 'node:crypto';
import type { Db } from '../../platform/database/client.ts';
import { Secret } from '../../platform/secrets/secret.ts';
import type { Sealing } from '../../platform/secrets/sealing.ts';
import type { Deps } from '../deps.ts';
import { somebody, storedOf, type StoredPerson } from './person.ts';
import type { Theirs } from './stored-rows.ts';

type Wish = {
  portalId: number;
  who: { contactId: string } | { email: string };
  askedBy: 'hubspot' | 'admin' | 'operator';
};

/** Who is to be forgotten, and once that is known, which rows are theirs: what is half erased could not be found again. */
export type Subject = { person: StoredPerson; theirs: Theirs | null };

export const erasureOwner = (id: string): string => `erasure:${id}`;

export const sealSubject = (sealing: Sealing, id: string, subject: Subject): string =>
  sealing.seal(new Secret(JSON.stringify(subject)), erasureOwner(id));
export const openSubject = (sealing: Sealing, id: string, sealed: string): Subject =>
  JSON.parse(sealing.open(sealed, erasureOwner(id)).reveal()) as Subject;

/** Has a person forgotten. Whom, is sealed until it is done, and nowhere after. Answers the receipt's id. */
export const requestErasure = async (
  { tx, enqueue, sealing, now }: Pick<Deps, 'enqueue' | 'sealing' | 'now'> & { tx: Db },
  { portalId, who, askedBy }: Wish,
): Promise<string> => {
  const id = randomUUID();
  await tx.erasure.create({
    data: {
      id,
      portalId,
      kind: 'person',
      askedBy,
      at: now(),
      subject: sealSubject(sealing, id, { person: storedOf(somebody(who)), theirs: null }),
    },
  });
  await enqueue(tx, 'person.erase', { payload: { portalId, erasureId: id }, background: true });
  return id;
};
