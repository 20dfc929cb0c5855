import { northwindPortalId } from '../../sandbox/hubspot/state/accounts.ts';
import type { DealView } from '@dealdraft/wire/card.ts';
import { advanceContract, contractView, type OnDeal } from './advance-contract.ts';
import { CanNotGoOn } from './can-not-go-on.ts';
import { ownContract, type Wish } from './own-contract.ts';
import type { Printer } from './print.ts';
import { seen } from './seen.ts';
import { findSeller, type Seller } from './seller.ts';
import type { DemoSystem } from './system.ts';

const portalId = northwindPortalId;
/** Sent for review, review done, signed, executed: a contract that was brought through all of it has had more. */
const fewestWebhooks = 4;
const shownProperties = ['dealdraft_status', 'dealdraft_contract_name', 'dealdraft_contract_link'];

export type JobEnd = { end: 'signed' | 'signed before' } | { end: 'skipped'; why: string };

/** The deal whose name begins so. */
export const dealNamed = ({ hubspot }: DemoSystem, name: string): { id: string; name: string } => {
  for (const { type, archived, id, properties } of hubspot.control.portal(portalId).records.values()) {
    const { dealname } = properties;
    if (type === 'deals' && !archived && dealname?.startsWith(name) === true) return { id, name: dealname };
  }
  throw new CanNotGoOn(`There is no deal “${name}” anymore.`);
};

/**
 * One deal from its properties to the signed PDF, from wherever earlier runs or the people who played left it. What the
 * state of deals or settings does not allow is skipped, with the reason; what should have worked throws.
 */
export async function runMainJob(
  system: DemoSystem,
  print: Printer,
  wish: { deal: string; template: string },
): Promise<JobEnd> {
  try {
    const deal = dealNamed(system, wish.deal);
    print.title(`${wish.template} for “${deal.name}”`);
    const seller = await findSeller(system, deal.id);
    return await bringToSignature(system, seller, {
      print,
      wish: { dealId: deal.id, dealName: deal.name, template: wish.template },
    });
  } catch (error) {
    if (!(error instanceof CanNotGoOn)) throw error;
    print.step(`Skipped: ${error.message}`);
    return { end: 'skipped', why: error.message };
  }
}

const bringToSignature = async (
  system: DemoSystem,
  seller: Seller,
  { wish, print }: { wish: Wish; print: Printer },
): Promise<JobEnd> => {
  const own = await ownContract(system, seller, { wish, print });
  const at: OnDeal = { dealId: wish.dealId, contractId: own.id, numericId: own.numericId };
  const { name, link, statusLabel, status } = await contractView({ seller, at });
  if (own.isNew) print.step(`SpotDraft has the draft “${name}”: ${link ?? ''}`);
  else if (status === 'EXECUTED') print.step('Signed in an earlier run');
  else print.step(`An earlier run began it; it goes on from “${statusLabel}”`);
  await advanceContract({ system, seller, print, at });
  await showDeal(system, seller, { at, print });
  if (own.isNew) await countWebhooks(system, print, own.id);
  return { end: status === 'EXECUTED' && !own.isNew ? 'signed before' : 'signed' };
};

/** The signed PDF and DealDraft's properties, as anybody in HubSpot sees them. */
const showDeal = async (
  system: DemoSystem,
  seller: Seller,
  { at, print }: { at: OnDeal; print: Printer },
): Promise<void> => {
  const { control } = system.hubspot;
  const fileId = await seen('the signed PDF on the deal', async () => {
    const { signedDocument } = await contractView({ seller, at });
    return signedDocument.state === 'attached' && signedDocument.fileId;
  });
  print.step(`The signed PDF is on the deal: ${control.portal(portalId).files.get(fileId)?.name ?? fileId}`);
  const { contracts } = await seller.call<DealView>('GET', `/api/card/deals/${at.dealId}`);
  const isAlone = contracts.length === 1;
  // Where people made more contracts on the deal, the properties tell of whichever stands first.
  const properties = await seen('the contract’s status in the properties of the deal', () => {
    const { properties: now } = control.record('deals', at.dealId, portalId);
    const isWritten = now['dealdraft_status'] === 'executed' && now['dealdraft_signed_document'] === fileId;
    return (!isAlone || isWritten) && now;
  });
  const told = Object.keys(properties).filter((name) => name.startsWith('dealdraft_')).length;
  print.step(
    `${String(told)} deal properties tell it, for lists, reports and workflows${isAlone ? '' : '; the deal has other contracts, too'}`,
  );
  const definitions = new Map(control.portal(portalId).properties.deals.map((each) => [each.name, each]));
  for (const name of shownProperties) {
    const definition = definitions.get(name);
    const value = properties[name] ?? '';
    const option = definition?.options?.find((each) => each.value === value);
    print.detail(`${(definition?.label ?? name).padEnd(30)} ${option?.label ?? value}`);
  }
};

const countWebhooks = async ({ app }: DemoSystem, print: Printer, contractId: string): Promise<void> => {
  const applied = await seen('the webhooks of this contract', async () => {
    const rows = await app.deps.db.delivery.findMany({
      where: { portalId, contractId, outcome: { not: 'pending' } },
    });
    return rows.length >= fewestWebhooks && rows;
  });
  const waits = applied.map(
    ({ receivedAt, processedAt }) => (processedAt?.getTime() ?? receivedAt.getTime()) - receivedAt.getTime(),
  );
  const mean = waits.reduce((sum, ms) => sum + ms, 0) / waits.length;
  print.step(
    `${String(applied.length)} webhooks from SpotDraft kept the card true, each within about ${mean.toFixed(0)} ms`,
  );
};
