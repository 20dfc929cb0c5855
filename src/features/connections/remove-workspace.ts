import { Prisma } from '../../platform/database/generated/client.ts';
import { cardError } from '../../platform/card-errors.ts';
import type { Db } from '../../platform/database/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Consequences, ConsequencesView, RemovedView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { failureText } from '../../platform/vendor-error.ts';
import { findWorkspace } from './workspace-view.ts';

const many = (count: number, one: string, more: string): string =>
  `${String(count)} ${count === 1 ? one : more}`;

/** What pausing and removing mean for this workspace, with today's numbers. */
export const consequences = async (
  db: Db,
  portalId: number,
  workspaceId: string,
): Answer<ConsequencesView> => {
  const found = await findWorkspace(db, portalId, workspaceId);
  if (!found.ok) return found;
  const here = { portalId, workspaceId };
  const [templates, mappings, drafts, contracts, open, waiting] = await Promise.all([
    db.template.count({ where: here }),
    db.mapping.count({ where: { ...here, publishedVersionId: { not: null } } }),
    db.mappingDraft.count({ where: here }),
    db.contract.count({ where: { ...here, unlinkedAt: null } }),
    db.contract.count({ where: { ...here, unlinkedAt: null, status: { notIn: ['EXECUTED', 'VOIDED'] } } }),
    db.request.count({ where: { ...here, state: { in: ['queued', 'creating', 'checking'] } } }),
  ]);
  const mapped = many(mappings, 'mapped template', 'mapped templates');
  const kept = [
    `${many(contracts, 'contract', 'contracts')} in SpotDraft, exactly as ${contracts === 1 ? 'it is' : 'they are'}`,
    'Signed documents and properties that are on the deals',
    'The audit list',
  ];
  const stops = [
    `No contracts from ${mapped}: neither from the card nor from workflows and rules`,
    ...(waiting > 0
      ? [`${many(waiting, 'contract', 'contracts')} being made right now may still appear`]
      : []),
  ];
  const unfollowed = `The status of ${many(open, 'open contract', 'open contracts')} is no longer followed`;
  const secrets = [
    'Client secret and signing key',
    'Our webhook registration at SpotDraft',
    `Our copy of ${many(templates, 'template', 'templates')}`,
  ];
  const records = `${mapped} with all versions, ${many(drafts, 'draft', 'drafts')}, and the record of ${many(contracts, 'contract', 'contracts')} with timeline, webhook calls and problems`;
  const remove: Consequences = {
    stops: [...stops, unfollowed],
    stays: [...kept, records, 'Connected again with the same client id, all of it goes on'],
    deleted: secrets,
  };
  return ok({
    pause: {
      stops,
      stays: [
        ...kept,
        `${many(open, 'open contract is', 'open contracts are')} still followed`,
        'Credentials, mappings and drafts',
      ],
      deleted: [],
    },
    remove,
    removeWithHistory: { stops: remove.stops, stays: kept, deleted: [...secrets, records] },
  });
};

type Removal = { workspaceId: string; confirmName: string; deleteHistory: boolean };

/**
 * Removes a workspace. Our registration at SpotDraft goes first, while there are still credentials to delete it with; if
 * SpotDraft does not let us, the answer says which one a person has to delete there.
 */
export const removeWorkspace = async (
  deps: Deps,
  { portalId, by }: Admin,
  { workspaceId, confirmName, deleteHistory }: Removal,
): Answer<RemovedView> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const row = found.value;
  if (confirmName.trim() !== row.name)
    return fail({
      ...cardError.notPossible(`Type the workspace's name, “${row.name}”, to remove it.`),
      code: 'invalid',
      fields: [{ target: 'confirmName', label: 'Name', message: 'This is not its name.' }],
    });
  const webhookLeft = row.webhookId === null ? null : await deleteWebhook(deps, workspaceId, row.webhookId);
  await deps.db.$transaction(async (tx) => {
    const where = { id: workspaceId, portalId };
    const here = { portalId, workspaceId };
    // First of all: whatever still reads its templates waits, and then sees that it is gone.
    await tx.workspace.updateMany({ where, data: { state: 'removed' } });
    await tx.connectionTest.deleteMany({ where: here });
    await tx.problem.updateMany({
      where: { ...here, clearedAt: null },
      data: { clearedAt: deps.now(), clearedBy: by },
    });
    if (deleteHistory) {
      await deleteRecords(tx, here);
      await tx.workspace.deleteMany({ where });
    } else {
      await tx.template.deleteMany({ where: here });
      await tx.workspace.updateMany({
        where,
        data: {
          state: 'removed',
          clientSecret: '',
          hmacKey: null,
          hmacKeyPrevious: null,
          webhookId: null,
          webhookState: 'missing',
          templatesAt: null,
          templatesReading: Prisma.DbNull,
        },
      });
    }
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'workspace_removed',
      subject: row.name,
      text: `Removed “${row.name}”${deleteHistory ? ' with the record of its contracts' : ''}`,
      changes: [{ path: 'state', before: row.state, after: deleteHistory ? 'deleted' : 'removed' }],
    });
  });
  return ok({ removed: true, webhookLeft });
};

/** All that is known of a workspace's contracts, wherever it stands; what stands on the deals in HubSpot stays there. */
const deleteRecords = async (tx: Db, here: { portalId: number; workspaceId: string }): Promise<void> => {
  const { portalId, workspaceId } = here;
  const contracts = await tx.contract.findMany({ where: here, select: { id: true, dealId: true } });
  const ids = contracts.map(({ id }) => id);
  await tx.problem.deleteMany({ where: { portalId, OR: [{ workspaceId }, { contractId: { in: ids } }] } });
  await tx.delivery.deleteMany({ where: here });
  await tx.vendorCall.deleteMany({ where: here });
  await tx.orphanDismissal.deleteMany({
    where: { portalId, ref: { startsWith: `contract:${workspaceId}:` } },
  });
  await tx.workflowExecution.deleteMany({ where: { portalId, contractId: { in: ids } } });
  await tx.ruleFiring.updateMany({
    where: { portalId, contractId: { in: ids } },
    data: { text: null, contractId: null },
  });
  // A contract points at its request: the child goes first.
  await tx.contract.deleteMany({ where: here });
  await tx.coverageRun.deleteMany({ where: here });
  await tx.orphanScan.deleteMany({ where: here });
  await tx.$executeRaw`
    DELETE FROM "deal_projection" d WHERE d."portalId" = ${portalId} AND d."dealId" = ANY(${contracts.map(({ dealId }) => dealId)})
      AND NOT EXISTS (SELECT 1 FROM "contract" c WHERE c."portalId" = d."portalId" AND c."dealId" = d."dealId")`;
};

const deleteWebhook = async (deps: Deps, workspaceId: string, id: number): Promise<string | null> => {
  const client = await deps.vendors.spotdraft(workspaceId, 'interactive');
  const gone = client.ok ? await client.value.deleteWebhook(id) : client;
  if (gone.ok || ('text' in gone.failure && gone.failure.kind === 'not_found')) return null;
  return `Delete the webhook ${String(id)} (“DealDraft for HubSpot”) in SpotDraft's developer settings: ${failureText(gone.failure)}`;
};
