import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import { parseContractId } from '../../../spotdraft/answers/ids.ts';
import type { Workspace } from '../../../platform/database/generated/client.ts';
import type { CardError, LinkView, LookUpView, linkRequest } from '@dealdraft/wire/card.ts';
import { statusLabels } from '@dealdraft/wire/contract-status.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { z } from 'zod';
import { cardError } from '../../../platform/card-errors.ts';
import { projectDeal } from '../../deals/deal-projection.ts';
import { lockDeals } from '../../../platform/database/lock-deal.ts';
import type { Deps } from '../../deps.ts';
import { addEvent } from '../../history/events.ts';
import { insertContract, shownStatus } from './insert-contract.ts';
import { dealIdOf, externalId, portalIdOf } from './join-key.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { mayAct, mayNotAct, readPortalSettings } from '../../access/portal-settings.ts';
import { isContractStatus } from '../status/state-graph.ts';

const notGenerated = 'It was not generated from this deal, so there is nothing to compare.';

type Deal = { portalId: number; dealId: string };

/** What a pasted link or id stands for, production first. Nothing is linked by looking. */
export const lookUpContract = async (
  deps: Deps,
  asked: Deal,
  text: string,
): Promise<Result<LookUpView, CardError>> => {
  const deal = await currentDeal(deps.db, asked);
  const id = parseContractId(text);
  if (id === null) {
    return fail({
      code: 'invalid',
      message:
        'This is neither a SpotDraft link nor a contract id; paste the address of the contract in SpotDraft, or an id such as T-1234.',
      canRetry: true,
    });
  }
  const workspaces = await deps.db.workspace.findMany({
    where: { portalId: deal.portalId, state: 'active' },
    orderBy: { environment: 'asc' },
  });
  for (const workspace of workspaces) {
    const found = await readOne(deps, workspace, text);
    if (!found.ok) return found;
    if (found.value !== null)
      return ok({ candidate: await describe(deps, deal, { workspace, contract: found.value }) });
  }
  return fail({
    code: 'not_found',
    message: `SpotDraft shows no contract ${id.composite} to DealDraft; check the id, or ask in SpotDraft for access to it.`,
    canRetry: true,
  });
};

/** A number alone may be either kind of contract; one that is named as T-12 or H-12 is that and no other. */
const readOne = async (
  deps: Deps,
  workspace: Workspace,
  text: string,
): Promise<Result<SpotDraftContract | null, CardError>> => {
  const id = parseContractId(text);
  if (id === null) return ok(null);
  const { numeric, composite } = id;
  const client = await deps.vendors.spotdraft(workspace.id, 'interactive');
  if (!client.ok) return fail(cardError.notConnected(client.failure.message));
  const read = await client.value.listContracts({
    page: 1,
    limit: 10,
    filters: { contract_id: { in: [`T-${String(numeric)}`, `H-${String(numeric)}`] } },
  });
  if (!read.ok) return fail(cardError.vendor(read.failure));
  const { contracts } = read.value;
  const exact = contracts.find((contract) => contract.id.composite === composite);
  const isNamed = /(^\s*|\/)[HT]-\d/i.test(text);
  return ok(
    exact ?? (isNamed ? null : contracts.find((contract) => contract.id.numeric === numeric)) ?? null,
  );
};

/** The deal that a contract belongs to by our own row or, without one, by the metadata in SpotDraft. */
const ownerOf = async (
  deps: Deps,
  portalId: number,
  { workspace, contract }: { workspace: Workspace; contract: SpotDraftContract },
): Promise<string | null> => {
  const row = await deps.db.contract.findFirst({
    where: { portalId, workspaceId: workspace.id, numericId: contract.id.numeric },
  });
  if (row !== null) return row.unlinkedAt === null ? row.dealId : null;
  const named = dealIdOf(contract.externalMetadata);
  if (named === null || portalIdOf(contract.externalMetadata) !== portalId) return null;
  return (await currentDeal(deps.db, { portalId, dealId: named })).dealId;
};

const describe = async (
  deps: Deps,
  deal: Deal,
  found: { workspace: Workspace; contract: SpotDraftContract },
): Promise<LookUpView['candidate']> => {
  const { workspace, contract } = found;
  const owner = await ownerOf(deps, deal.portalId, found);
  return {
    spotdraftId: contract.id.composite,
    workspaceId: workspace.id,
    environment: workspace.environment as 'uat' | 'production',
    name: contract.name,
    statusLabel: isContractStatus(contract.status) ? statusLabels[contract.status] : contract.status,
    counterparty: contract.counterpartyName,
    createdAt: contract.createdAt.toISOString(),
    link: contract.link,
    linkedTo:
      owner === null || owner === deal.dealId
        ? null
        : { dealId: owner, dealName: await dealName(deps, deal.portalId, owner) },
    linkedHere: owner === deal.dealId,
  };
};

const dealName = async (deps: Deps, portalId: number, dealId: string): Promise<string | null> => {
  const client = await deps.vendors.hubspot(portalId, 'interactive');
  const deal = client.ok ? await client.value.getDeal(dealId, ['dealname']) : null;
  return deal?.ok === true ? (deal.value.properties['dealname'] ?? null) : null;
};

/**
 * Links an existing contract: its metadata in SpotDraft first, then the row. Both can be repeated, so a break between
 * the two is mended by linking again, and found by the sweep.
 */
export const linkContract = async (
  deps: Deps,
  asked: Deal,
  { wish, by }: { wish: z.output<typeof linkRequest>; by: string },
): Promise<Result<LinkView, CardError>> => {
  const deal = await currentDeal(deps.db, asked);
  const { portalId, dealId } = deal;
  const portal = await deps.db.portal.findUnique({ where: { portalId }, select: { settings: true } });
  if (!mayAct(readPortalSettings(portal?.settings), by))
    return fail({ code: 'not_permitted', message: mayNotAct, canRetry: false });
  const workspace = await deps.db.workspace.findFirst({ where: { id: wish.workspaceId, portalId } });
  const id = parseContractId(wish.spotdraftId);
  if (workspace === null || id === null) return fail(cardError.notFound('This SpotDraft workspace'));
  const read = await readOne(deps, workspace, wish.spotdraftId);
  if (!read.ok) return read;
  if (read.value === null) return fail(cardError.notFound('This contract'));
  const contract = read.value;
  const owner = await ownerOf(deps, portalId, { workspace, contract });
  if (owner !== null && owner !== dealId && !wish.confirmMove) {
    return fail({
      code: 'linked_elsewhere',
      message: `This contract belongs to another deal${await named(deps, portalId, owner)}; confirm to move it here.`,
      canRetry: true,
    });
  }
  const client = await deps.vendors.spotdraft(workspace.id, 'interactive');
  if (!client.ok) return fail(cardError.notConnected(client.failure.message));
  const written = await client.value.putExternalMetadata(contract.id, {
    id: externalId(dealId),
    integrationName: 'HubSpot',
    recordType: 'Deal',
    ...(contract.externalMetadata?.objectConfigurationId === undefined
      ? {}
      : { objectConfigurationId: contract.externalMetadata.objectConfigurationId }),
    recordData: {
      ...contract.externalMetadata?.recordData,
      portal_id: String(portalId),
      deal_id: dealId,
      linked_by: by,
    },
  });
  if (!written.ok) return fail(cardError.vendor(written.failure));
  return ok({ contractId: await storeLink(deps, deal, { workspace, contract, by }) });
};

const named = async (deps: Deps, portalId: number, dealId: string): Promise<string> => {
  const name = await dealName(deps, portalId, dealId);
  return name === null ? '' : ` ("${name}")`;
};

const storeLink = async (
  deps: Deps,
  deal: Deal,
  found: { workspace: Workspace; contract: SpotDraftContract; by: string },
): Promise<string> => {
  const { portalId, dealId } = deal;
  const { workspace, contract, by } = found;
  const at = deps.now();
  const event = {
    kind: 'contract_linked',
    at,
    how: 'card' as const,
    actor: by,
    dedupeKey: `linked:${dealId}:${at.toISOString()}`,
  };
  return deps.db.$transaction(async (tx) => {
    const where = { portalId, workspaceId: workspace.id, numericId: contract.id.numeric };
    const before = await tx.contract.findFirst({ where });
    const place = { portalId, workspaceId: workspace.id, dealId };
    const made =
      before !== null
        ? null
        : await insertContract(
            { ...deps, tx },
            {
              ...place,
              found: contract,
              origin: 'linked',
              more: { echo: { state: 'unavailable', message: notGenerated } },
              event,
              read: 'contract.people',
            },
          );
    if (made !== null) return made.id;
    // Known before, or made known at this moment.
    const row = before ?? (await tx.contract.findFirstOrThrow({ where }));
    await tx.contract.updateMany({ where: { id: row.id, portalId }, data: { dealId, unlinkedAt: null } });
    const payload = { portalId, contractId: row.id };
    await addEvent(tx, { ...event, ...payload, detail: row.dealId === dealId ? {} : { from: row.dealId } });
    await deps.enqueue(tx, 'contract.people', { payload, background: true });
    if (shownStatus(contract) === 'EXECUTED')
      await deps.enqueue(tx, 'contract.finish', { payload, background: true });
    const deals = [...new Set([dealId, row.dealId])];
    await lockDeals(tx, portalId, deals);
    for (const id of deals) await projectDeal({ tx, enqueue: deps.enqueue }, portalId, id);
    return row.id;
  });
};
