import type { Contract } from '../../platform/database/generated/client.ts';
import type { Contract as SpotDraftContract } from '../../spotdraft/answers/contract.ts';
import type { SpotDraftFailure } from '../../spotdraft/transport/failure.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { adoptFound } from '../contracts/create/adopt-contract.ts';
import { requestIdOf } from '../contracts/create/join-key.ts';
import { checkContracts } from './check-contracts.ts';
import type { PageDone, Repair, SweepAround } from './repair.ts';

/** A contract whose request has its answer on the way is not taken from it. */
const creationGraceMs = 20_000;

const differs = (row: Contract, truth: SpotDraftContract): boolean =>
  row.status !== truth.status ||
  row.name !== truth.name ||
  (truth.link !== null && row.link !== truth.link) ||
  (truth.referenceId !== null && row.referenceId !== truth.referenceId) ||
  row.goneAt !== null;

/**
 * Compares contracts that SpotDraft listed with our rows. Those that agree are marked as verified, all at once; those
 * that differ are asked about once more, for a webhook may have been faster than the list; those without a row are
 * adopted when they carry our metadata.
 */
export const compareContracts = async (
  around: SweepAround,
  listed: readonly SpotDraftContract[],
): Promise<Result<PageDone, SpotDraftFailure>> => {
  const { deps, run } = around;
  const { portalId, workspaceId } = run;
  const readAt = deps.now();
  const rows = await deps.db.contract.findMany({
    where: { portalId, workspaceId, numericId: { in: listed.map(({ id }) => id.numeric) } },
  });
  const rowOf = new Map(rows.map((row) => [row.numericId, row]));
  const same: Contract[] = [];
  const other: Contract[] = [];
  const repairs: Repair[] = [];
  const adopted: number[] = [];
  for (const truth of listed) {
    const row = rowOf.get(truth.id.numeric);
    if (row === undefined) {
      const found = await adopt(around, truth);
      repairs.push(...found);
      if (found.length > 0) adopted.push(truth.id.numeric);
    } else (differs(row, truth) ? other : same).push(row);
  }
  await confirm(around, same, readAt);
  const checked = await checkContracts(around, other);
  if (!checked.ok) return checked;
  return ok({
    checked: listed.length,
    calls: checked.value.calls,
    repairs: [...repairs, ...checked.value.repairs],
    next: null,
    untold: [...adopted, ...checked.value.untold],
  });
};

/** The read tells nothing new: only that it is still so. One statement, for most pages are of this kind. */
const confirm = async (
  { deps, run }: SweepAround,
  rows: readonly Contract[],
  readAt: Date,
): Promise<void> => {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  const statuses = rows.map(({ status }) => status);
  await deps.db.$executeRaw`
    UPDATE "contract" AS c SET "verifiedAt" = ${readAt}, "verifyWantedAt" = NULL
    FROM unnest(${ids}::uuid[], ${statuses}::"ContractStatus"[]) AS s(id, status)
    WHERE c."id" = s.id AND c."portalId" = ${run.portalId} AND c."status" = s.status AND c."verifiedAt" < ${readAt}
      AND (c."verifyWantedAt" IS NULL OR c."verifyWantedAt" < ${readAt})`;
};

const adopt = async ({ deps, run }: SweepAround, found: SpotDraftContract): Promise<Repair[]> => {
  const { portalId, workspaceId } = run;
  const requestId = requestIdOf(found.externalMetadata);
  const request =
    requestId === null
      ? null
      : await deps.db.request.findFirst({
          where: { id: requestId, portalId, workspaceId },
          select: { state: true, attemptedAt: true },
        });
  const attemptedMs = deps.now().getTime() - (request?.attemptedAt?.getTime() ?? 0);
  if (request?.state === 'creating' && attemptedMs < creationGraceMs) return [];
  const contract = await adoptFound(deps, { portalId, workspaceId }, { found, how: 'sweep' });
  if (contract === null) return [];
  const adopted: Repair = {
    kind: 'adopted',
    contractId: contract.id,
    text: `${found.id.composite} “${found.name}” belongs to deal ${contract.dealId} and had no row.`,
  };
  if (request === null || contract.requestId === requestId) return [adopted];
  return [
    adopted,
    {
      kind: 'doubled',
      contractId: contract.id,
      text: `${found.id.composite} is a second contract for a request that has one.`,
    },
  ];
};
