import { toJson } from '../../../platform/database/to-json.ts';
import type { Contract, Prisma } from '../../../platform/database/generated/client.ts';
import type { HubSpotClient } from '../../../hubspot/client.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, retry, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import type { VendorFailure } from '../../../platform/vendor-failure.ts';
import { contractMetadata } from '../../../mapping/afterwards/contract-metadata.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { projectDeal } from '../../deals/deal-projection.ts';
import type { Deps } from '../../deps.ts';
import { tellErp } from './tell-erp.ts';
import { addEvent } from '../../history/events.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import { signedNote } from './signed-note.ts';
import { writeOnce } from './write-once.ts';
import { fileNamePart } from '@dealdraft/wire/file-name.ts';

const folderPath = '/DealDraft/Signed contracts';

type Step = { ok: true; contract: Contract } | { ok: false; failure: VendorFailure };

/**
 * Job `contract.finish`: what an executed contract brings to its deal, in steps that each leave their result on the
 * row, so that a repetition goes on where the last one broke off: dates, contract metadata, the signed PDF as a
 * private file, the note that shows it.
 */
export const finishExecuted = async (
  deps: Deps,
  job: { portalId: number; contractId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const { portalId, contractId } = job;
  const contract = await deps.db.contract.findFirst({
    where: { id: contractId, portalId, unlinkedAt: null },
  });
  if (contract?.status !== 'EXECUTED') return done;
  const spotdraft = await deps.vendors.spotdraft(contract.workspaceId, 'background');
  const hubspot = await deps.vendors.hubspot(portalId, 'background');
  if (!spotdraft.ok || !hubspot.ok) return done;

  let step: Step = { ok: true, contract };
  for (const take of [readDates, readMetadata, announce, storeFile, attachNote]) {
    if (!step.ok) break;
    step = await take({ deps, spotdraft: spotdraft.value, hubspot: hubspot.value, context }, step.contract);
  }
  if (step.ok) {
    await clearProblem(deps.db, { portalId, kind: 'document_not_attached', about: contractId });
    return done;
  }
  const end = afterFailure(step.failure);
  // "Not there yet" is normal for minutes after the event: SpotDraft commits the last version late.
  const early = step.failure.kind === 'not_found' && context.attempt < 12;
  // Waiting for an hour spends no attempt; whoever can lift the requirement is told at once.
  const lacksValues = step.failure.kind === 'missing_values';
  if (lacksValues || context.attempt >= 4 || (end.end === 'give_up' && !early)) {
    await raiseProblem(deps.db, {
      portalId,
      kind: 'document_not_attached',
      about: contractId,
      dealId: contract.dealId,
      contractId,
      context: { reason: step.failure.text.admin },
      detail: step.failure.text.log,
    });
  }
  return early ? retry(end.why) : end;
};

type Around = { deps: Deps; spotdraft: SpotDraftClient; hubspot: HubSpotClient; context: JobContext };

const idOf = (contract: Contract) => ({ composite: contract.spotdraftId, numeric: contract.numericId });

const save = async (
  deps: Deps,
  contract: Contract,
  data: Prisma.ContractUpdateManyMutationInput,
): Promise<Contract> => {
  const { id, portalId, dealId } = contract;
  return deps.db.$transaction(async (tx) => {
    await tx.contract.updateMany({ where: { id, portalId }, data });
    await projectDeal({ tx, enqueue: deps.enqueue }, portalId, dealId);
    return tx.contract.findUniqueOrThrow({ where: { id } });
  });
};

/** SpotDraft's process metrics are its only source of lifecycle times; they fill what webhooks did not bring. */
const readDates = async ({ deps, spotdraft }: Around, contract: Contract): Promise<Step> => {
  if (contract.sentAt !== null && contract.signedAt !== null && contract.executedAt !== null)
    return { ok: true, contract };
  const metrics = await spotdraft.getProcessMetrics(contract.numericId);
  if (!metrics.ok)
    return metrics.failure.kind === 'not_found'
      ? { ok: true, contract }
      : { ok: false, failure: metrics.failure };
  const { sentToCounterpartyAt, markedForSignatureAt, executedAt, signedBy } = metrics.value;
  const lastSigned = signedBy
    .flatMap(({ signedAt }) => (signedAt === null ? [] : [signedAt]))
    .sort((a, b) => b.getTime() - a.getTime())[0];
  const executed = contract.executedAt ?? executedAt ?? contract.statusAt;
  return {
    ok: true,
    contract: await save(deps, contract, {
      executedAt: executed,
      signedAt: contract.signedAt ?? lastSigned ?? executed,
      sentAt: contract.sentAt ?? sentToCounterpartyAt ?? markedForSignatureAt ?? executed,
    }),
  };
};

/** Chosen contract metadata, under the deal properties that the mapping of this contract names. */
const readMetadata = async ({ deps, spotdraft }: Around, contract: Contract): Promise<Step> => {
  if (contract.keyPointers !== null && contract.metadataWantedAt === null) return { ok: true, contract };
  const { portalId } = contract;
  const version =
    contract.mappingVersionId === null
      ? null
      : await deps.db.mappingVersion.findFirst({ where: { id: contract.mappingVersionId, portalId } });
  const rules = mappingSchema.safeParse(version?.content).data?.writeBack ?? [];
  const pointers = await spotdraft.getKeyPointers(idOf(contract));
  if (!pointers.ok)
    return pointers.failure.kind === 'not_found'
      ? { ok: true, contract }
      : { ok: false, failure: pointers.failure };
  const client = await deps.vendors.hubspot(portalId, 'background');
  const definitions = client.ok ? await deps.definitions.read(client.value, ['deal']) : null;
  const found = contractMetadata({
    keyPointers: pointers.value,
    rules,
    properties: definitions?.ok === true ? (definitions.value.deal ?? []) : [],
    timeZone: await timeZoneOf(deps, portalId),
  });
  if (found.problems.length > 0) {
    await raiseProblem(deps.db, {
      portalId,
      kind: 'metadata_not_written',
      about: contract.id,
      dealId: contract.dealId,
      contractId: contract.id,
      context: {
        fields: found.problems.map(({ property }) => property).join(', '),
        reason: found.problems[0]?.message ?? '',
      },
    });
  } else await clearProblem(deps.db, { portalId, kind: 'metadata_not_written', about: contract.id });
  const keyPointers = toJson({
    values: pointers.value,
    properties: found.properties,
  });
  return { ok: true, contract: await save(deps, contract, { keyPointers, metadataWantedAt: null }) };
};

/** Days that people read, on the deal and in its note, are the account's. */
const timeZoneOf = async (deps: Deps, portalId: number): Promise<string> =>
  (await deps.db.portal.findUnique({ where: { portalId }, select: { timeZone: true } }))?.timeZone ?? 'UTC';

/** Other systems are told before the file is fetched: a file that is late holds up nothing. */
const announce = async ({ deps }: Around, contract: Contract): Promise<Step> => {
  await tellErp(deps, { portalId: contract.portalId, contractId: contract.id });
  return { ok: true, contract };
};

const fileNameOf = ({ name, spotdraftId }: Contract): string =>
  `${fileNamePart(name, 120) || 'Contract'} (${spotdraftId}).pdf`;

/** The signed PDF, streamed into HubSpot's private files under a name that is unique. */
const storeFile = async (around: Around, contract: Contract): Promise<Step> => {
  if (contract.fileId !== null) return { ok: true, contract };
  const { deps, spotdraft, hubspot, context } = around;
  // An attempt that is open has the name of its time, though the contract was renamed since.
  const name = (contract.writeOpenUntil === null ? null : contract.fileName) ?? fileNameOf(contract);
  const file = await writeOnce(deps, contract, {
    look: () => hubspot.findFile({ folderPath, name }),
    prepare: async () => {
      const link = await spotdraft.getDownloadLink(idOf(contract), 'PDF', { signal: context.signal });
      if (!link.ok) return link;
      const download = await spotdraft.openDownload(link.value.url, { signal: context.signal });
      if (!download.ok) return download;
      const { id, portalId } = contract;
      await deps.db.contract.updateMany({ where: { id, portalId }, data: { fileName: name } });
      const { stream: content } = download.value;
      const upload = {
        name,
        folderPath,
        content,
        contentType: 'application/pdf',
        access: 'PRIVATE',
      } as const;
      return ok(() => hubspot.uploadFile(upload));
    },
  });
  if (!file.ok) return file;
  return { ok: true, contract: await save(deps, contract, { fileId: file.value.id, writeOpenUntil: null }) };
};

/** The note with the file on the deal, known again by the file that it carries. */
const attachNote = async (around: Around, contract: Contract): Promise<Step> => {
  const { fileId, portalId, id } = contract;
  if (contract.noteId !== null || fileId === null) return { ok: true, contract };
  const { dealId } = await currentDeal(around.deps.db, contract);
  const { deps, hubspot } = around;
  const timeZone = await timeZoneOf(deps, portalId);
  const note = await writeOnce(deps, contract, {
    look: async () => {
      const notes = await hubspot.findNotes(dealId);
      if (!notes.ok) return notes;
      return ok(notes.value.find(({ attachmentIds }) => attachmentIds.includes(fileId)) ?? null);
    },
    prepare: () => {
      const body = signedNote(contract, timeZone);
      const timestamp = contract.executedAt ?? deps.now();
      const note = { body, timestamp, attachmentIds: [fileId], dealId };
      return Promise.resolve(ok(() => hubspot.createNote(note)));
    },
  });
  if (!note.ok) return note;
  const noteId = note.value.id;
  const saved = await save(deps, contract, { noteId, attachedAt: deps.now(), writeOpenUntil: null });
  await addEvent(deps.db, {
    portalId,
    contractId: id,
    kind: 'document_attached',
    at: deps.now(),
    how: 'system',
    dedupeKey: `attached:${fileId}`,
    detail: { fileId, noteId },
  });
  return { ok: true, contract: saved };
};
