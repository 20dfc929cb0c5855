import { join } from 'node:path';
import { northwindPortalId } from '../../sandbox/hubspot/state/accounts.ts';
import { buildBundles, buildWeb } from '../../sandbox/hubspot/web/build/build.ts';
import type { Printer } from './print.ts';
import type { DemoSystem } from './system.ts';

const root = join(import.meta.dirname, '../..');

/** Builds the pages and the card bundles, which the HubSpot stand-in serves. Does little when they are as new as their sources. */
export async function buildPages({ appOrigin, hubspot }: DemoSystem): Promise<void> {
  await buildWeb();
  await buildBundles({
    extensionsDir: join(root, 'extensions'),
    outDir: join(root, 'sandbox/hubspot/web/dist/bundles'),
    variables: { API_ORIGIN: appOrigin, HUBSPOT_ORIGIN: hubspot.origin },
  });
}

/** Where everything is. */
export function printLinks({ appOrigin, hubspot, spotdraft }: DemoSystem, print: Printer): void {
  const portal = String(northwindPortalId);
  const deals = `${hubspot.origin}/contacts/${portal}/objects/0-3/views/all/list`;
  const settings = `${hubspot.origin}/settings/${portal}/connected-apps/dealdraft`;
  print.plain(`  Deals, each with its contracts        ${deals}`);
  print.plain(`  DealDraft’s settings                  ${settings}`);
  print.plain(`  SpotDraft, as legal or counterparty   ${spotdraft.origin}/`);
  print.plain(`  Install DealDraft in an account       ${appOrigin}/oauth/install`);
}

const thingsToTry = `Three things to try:
  1. Open the deal “Isartal – spare parts frame order” and generate an Order Form. Then play legal and
     counterparty on SpotDraft’s page, and watch the card follow.
  2. While that contract is a draft, change the deal’s contract term: the card names what differs and offers to
     update the contract.
  3. In the settings, under Automation, add a rule for a stage. Then move a deal there on the board.`;

export function printThingsToTry(print: Printer): void {
  print.plain(thingsToTry);
}
