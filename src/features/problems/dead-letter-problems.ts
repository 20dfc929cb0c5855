import type { Db } from '../../platform/database/client.ts';
import { dropSettledDeadLetters, newestDeadLetters } from '../../platform/jobs/dead-letter-store.ts';
import { aboutOf } from './dead-letters.ts';
import type { Deps } from '../deps.ts';
import { explainJob } from '../jobs/catalogue.ts';
import { clearProblems, raiseProblem } from './problems.ts';

const most = 500;

type GivenUp = { name: string; payload: Record<string, unknown>; message: string };

/** A job that was given up is a problem, with what it was for and what to do. */
export const raiseGivenUp = async (db: Db, { name, payload, message }: GivenUp): Promise<void> => {
  const id = (field: string): string | null => {
    const value = payload[field];
    return typeof value === 'string' ? value : null;
  };
  const { label, what, nextStep } = explainJob(name);
  const dealId = id('dealId');
  const contractId = id('contractId');
  const workspaceId = id('workspaceId');
  await raiseProblem(db, {
    portalId: Number(payload['portalId'] ?? 0),
    kind: 'job_given_up',
    about: aboutOf(name, payload),
    ...(dealId === null ? {} : { dealId }),
    ...(contractId === null ? {} : { contractId }),
    ...(workspaceId === null ? {} : { workspaceId }),
    context: { job: name, label, what, nextStep, reason: message },
    detail: message,
  });
};

/**
 * Brings dead letters and problems together: a letter that has none gets its problem (its worker died, say); one whose
 * work was done by a later job of the same key is deleted; of several with one key the newest is kept; and problems
 * without a letter end.
 */
export const tellDeadLetters = async ({ db }: Pick<Deps, 'db'>): Promise<void> => {
  await dropSettledDeadLetters(db);
  const letters = await newestDeadLetters(db, most);
  const open = await db.problem.findMany({
    where: { kind: 'job_given_up', clearedAt: null },
    select: { portalId: true, key: true },
  });
  const keys = new Map(letters.map((letter) => [keyOf(letter), letter]));
  const told = new Set(open.map(({ portalId, key }) => `${String(portalId)} ${key}`));
  for (const [key, { name, data, message }] of keys)
    if (!told.has(key))
      await raiseGivenUp(db, {
        name: name ?? 'unknown',
        payload: data,
        message: message ?? 'It ended without a word: its worker died, or it took too long.',
      });
  if (letters.length === most) return;
  for (const { portalId, key } of open)
    if (!keys.has(`${String(portalId)} ${key}`))
      await clearProblems(db, {
        portalId,
        kind: 'job_given_up',
        abouts: [key.slice('job_given_up:'.length)],
      });
};

const keyOf = ({ name, data }: { name: string | null; data: Record<string, unknown> }): string =>
  `${String(Number(data['portalId'] ?? 0))} job_given_up:${aboutOf(name ?? 'unknown', data)}`;
