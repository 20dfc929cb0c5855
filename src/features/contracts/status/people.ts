import { z } from 'zod';

/**
 * Who is on the paper, as last learnt: from what was sent, from webhooks (which name whoever signed), and from reads
 * of recipients and approvals. Kept with the contract, so that showing it needs no call.
 */
export const peopleSchema = z.object({
  signatories: z
    .array(
      z.object({
        name: z.string(),
        email: z.string(),
        side: z.enum(['ours', 'counterparty']),
        order: z.number().nullable(),
        askedAt: z.string().nullable(),
        signedAt: z.string().nullable(),
        declinedAt: z.string().nullable(),
      }),
    )
    .default([]),
  approvals: z
    .array(
      z.object({
        name: z.string(),
        approver: z.object({ name: z.string(), email: z.string().nullable() }).nullable(),
        status: z.string(),
        notes: z.string().nullable(),
        sentAt: z.string().nullable(),
      }),
    )
    .default([]),
  counterparty: z.object({ name: z.string(), email: z.string() }).nullable().default(null),
});
export type People = z.output<typeof peopleSchema>;

/** What is stored, read leniently: an older form loses its people, not the contract. */
export const readPeople = (stored: unknown): People => {
  const parsed = peopleSchema.safeParse(stored);
  return parsed.success ? parsed.data : { signatories: [], approvals: [], counterparty: null };
};

export type SignerNews = {
  email: string;
  name: string | null;
  what: 'asked' | 'signed' | 'declined';
  at: string;
};

type Signatory = People['signatories'][number];

const sameText = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/**
 * Those who may be meant by an address, in the order in which they sign. One person may sign in two roles, and two
 * people may share an address: the name tells the latter apart where it can.
 */
export const signatoriesAt = (
  signatories: readonly Signatory[],
  who: { email: string; name: string | null },
): Signatory[] => {
  const reached = signatories.filter(({ email }) => sameText(email, who.email));
  const named = reached.filter(({ name }) => who.name !== null && sameText(name, who.name));
  return (named.length > 0 ? named : reached).toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
};

/**
 * Which of several roles under one address did it: SpotDraft's notices name a person, not a role. Told again, the one
 * that it was noted on; else the first in line that has not done it; else, told late, one whose later time stands for
 * it.
 */
const roleOf = (candidates: readonly Signatory[], { what, at }: SignerNews): Signatory | undefined => {
  const noted = ({ askedAt, signedAt, declinedAt }: Signatory): string | null =>
    ({ asked: askedAt, signed: signedAt, declined: declinedAt })[what];
  const open = candidates.filter((each) => each.signedAt === null);
  return (
    candidates.find((each) => noted(each) === at) ??
    open.find((each) => what === 'asked' && each.askedAt === null) ??
    open[0] ??
    candidates.findLast((each) => (noted(each) ?? '') > at) ??
    candidates.at(-1)
  );
};

/** Notes what one signatory did; someone not known before is added, on the side that `isOurs` tells. */
export const noteSigner = (people: People, news: SignerNews, isOurs: (email: string) => boolean): People => {
  const known = roleOf(signatoriesAt(people.signatories, news), news);
  const before = known ?? {
    name: news.name ?? news.email,
    email: news.email,
    side: isOurs(news.email) ? ('ours' as const) : ('counterparty' as const),
    order: null,
    askedAt: null,
    signedAt: null,
    declinedAt: null,
  };
  const after = {
    ...before,
    askedAt: news.what === 'asked' ? news.at : before.askedAt,
    signedAt: news.what === 'signed' ? news.at : before.signedAt,
    declinedAt: news.what === 'declined' ? news.at : news.what === 'signed' ? null : before.declinedAt,
  };
  const signatories =
    known === undefined
      ? [...people.signatories, after]
      : people.signatories.map((person) => (person === known ? after : person));
  return { ...people, signatories };
};

/** A contract taken back from signature is signed anew by everybody. */
export const forgetSignatures = (people: People): People => ({
  ...people,
  signatories: people.signatories.map((person) => ({
    ...person,
    askedAt: null,
    signedAt: null,
    declinedAt: null,
  })),
});
