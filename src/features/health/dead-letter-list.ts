import { z } from 'zod';
import { deleteDeadLetters, redriveDeadLetters } from '../problems/dead-letters.ts';
import { explainJob } from '../jobs/catalogue.ts';
import { countDeadLetters, listDeadLetters } from '../../platform/jobs/dead-letter-store.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { DeadLetterAnswer, DeadLettersView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { pageSize, readCursor, writeCursor } from '../../platform/pages.ts';

const ids = z.looseObject({ dealId: z.string().optional(), contractId: z.string().optional() });
const output = z.looseObject({ message: z.string() });

/** A page of the jobs that were given up, newest first. */
export const deadLetters = async (
  deps: Pick<Deps, 'db'>,
  portalId: number,
  before: string | undefined,
): Answer<DeadLettersView> => {
  const [found, total] = await Promise.all([
    listDeadLetters(deps.db, portalId, { before: readCursor(before), take: pageSize + 1 }),
    countDeadLetters(deps.db, portalId),
  ]);
  const shown = found.slice(0, pageSize);
  const last = shown.at(-1);
  return ok({
    jobs: shown.map(({ id, job, at, payload, output: said }) => {
      const named = ids.safeParse(payload).data ?? {};
      return {
        id,
        job,
        label: explainJob(job).label,
        failedAt: at.toISOString(),
        message: output.safeParse(said).data?.message ?? 'It ended without a reason.',
        dealId: named.dealId ?? null,
        contractId: named.contractId ?? null,
        payload: JSON.stringify(payload, null, 2),
      };
    }),
    before: found.length > pageSize && last !== undefined ? writeCursor({ at: last.at, id: last.id }) : null,
    total,
  });
};

export const settleDeadLetters = async (
  deps: Pick<Deps, 'db' | 'enqueue'>,
  { portalId, by }: Admin,
  { act, ids: wanted }: { act: 'redrive' | 'delete'; ids: readonly string[] },
): Answer<DeadLetterAnswer> => {
  const done =
    act === 'redrive'
      ? await redriveDeadLetters(deps, portalId, wanted)
      : await deleteDeadLetters(deps, portalId, wanted);
  if (done > 0)
    await writeAudit(deps.db, {
      portalId,
      who: by,
      action: act === 'redrive' ? 'dead_letter_redriven' : 'dead_letter_deleted',
      subject: `${String(done)} ${done === 1 ? 'job' : 'jobs'}`,
      text: `${act === 'redrive' ? 'Put back to work' : 'Gave up for good'}: ${wanted.join(', ')}`.slice(
        0,
        2_000,
      ),
    });
  return ok({ done });
};
