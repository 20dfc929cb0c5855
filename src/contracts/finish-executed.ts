import type { Contract, Prisma } from '../db/generated/client.ts';
import type { HubSpotClient } from '../hubspot/client.ts';
import { done, type JobContext, type JobEnd } from '../jobs/jobs.ts';
import { decideRetry, type VendorFailure } from '../jobs/retry-decision.ts';
import { contractMetadata } from '../mapping/contract-metadata.ts';
import type { SpotDraftClient } from '../spotdraft/client.ts';
import { mapping as mappingSchema } from '../wire/mapping.ts';
import { projectDeal } from './deal-projection.ts';
import type { Deps } from './deps.ts';
import { tellErp } from './erp/tell-erp.ts';
import { addEvent } from './events.ts';
import { clearProblem, raiseProblem } from './problems.ts';

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
  const decision = decideRetry(step.failure);
  // "Not there yet" is normal for minutes after the event: SpotDraft commits the last version late.
  const early = step.failure.kind === 'not_found' && context.attempt < 12;
  if (context.attempt >= 4 || (decision.retry === 'never' && !early)) {
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
  return { end: 'failed', decision: early ? { retry: 'backoff', message: decision.message } : decision };
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
  const keyPointers = {
    values: pointers.value,
    properties: found.properties,
  } as unknown as Prisma.InputJsonObject;
  return { ok: true, contract: await save(deps, contract, { keyPointers, metadataWantedAt: null }) };
};

/** Other systems are told before the file is fetched: a file that is late holds up nothing. */
const announce = async ({ deps }: Around, contract: Contract): Promise<Step> => {
  await tellErp(deps, { portalId: contract.portalId, contractId: contract.id });
  return { ok: true, contract };
};

const fileNameOf = (contract: Contract): string => {
  const name = contract.name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._()-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);
  return `${name || 'Contract'} (${contract.spotdraftId}).pdf`;
};

/** The signed PDF, streamed into HubSpot's private files. Before a second try it is looked for under its name, which is unique. */
const storeFile = async (
  { deps, spotdraft, hubspot, context }: Around,
  contract: Contract,
): Promise<Step> => {
  if (contract.fileId !== null) return { ok: true, contract };
  const name = fileNameOf(contract);
  const started = contract.fileName !== null;
  if (started) {
    const earlier = await hubspot.findFile({ folderPath, name: contract.fileName ?? name });
    if (!earlier.ok) return { ok: false, failure: earlier.failure };
    if (earlier.value !== null)
      return { ok: true, contract: await save(deps, contract, { fileId: earlier.value.id }) };
  }
  const link = await spotdraft.getDownloadLink(idOf(contract), 'PDF', { signal: context.signal });
  if (!link.ok) return { ok: false, failure: link.failure };
  const download = await spotdraft.openDownload(link.value.url, { signal: context.signal });
  if (!download.ok) return { ok: false, failure: download.failure };
  await deps.db.contract.updateMany({
    where: { id: contract.id, portalId: contract.portalId },
    data: { fileName: name },
  });
  const file = await hubspot.uploadFile({
    name,
    folderPath,
    content: download.value.stream,
    contentType: 'application/pdf',
    access: 'PRIVATE',
  });
  if (!file.ok) return { ok: false, failure: file.failure };
  return { ok: true, contract: await save(deps, contract, { fileId: file.value.id }) };
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => `&#${String(c.codePointAt(0))};`);

/** The note with the file on the deal. HubSpot has no key against repetition: a note that carries the file is looked for first. */
const attachNote = async ({ deps, hubspot }: Around, contract: Contract): Promise<Step> => {
  if (contract.noteId !== null || contract.fileId === null) return { ok: true, contract };
  const { fileId, dealId, portalId, id } = contract;
  const notes = await hubspot.findNotes(dealId);
  if (!notes.ok) return { ok: false, failure: notes.failure };
  const earlier = notes.value.find((note) => note.attachmentIds.includes(fileId));
  let noteId = earlier?.id;
  if (noteId === undefined) {
    const body = `<p>Signed: <strong>${escapeHtml(contract.name)}</strong> (${escapeHtml(contract.referenceId ?? contract.spotdraftId)}), executed ${contract.executedAt?.toISOString().slice(0, 10) ?? ''}.</p>`;
    const note = await hubspot.createNote({
      body,
      timestamp: contract.executedAt ?? deps.now(),
      attachmentIds: [fileId],
      dealId,
    });
    if (!note.ok) return { ok: false, failure: note.failure };
    noteId = note.value.id;
  }
  const saved = await save(deps, contract, { noteId, attachedAt: deps.now() });
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
