import { join } from 'node:path';
import { buildBundles, buildWeb } from '../../sandbox/hubspot/web/build.ts';
import type { Printer } from './print.ts';
import type { DemoSystem } from './system.ts';

const root = join(import.meta.dirname, '../..');

/** Builds the pages and the card bundles, which the HubSpot sandbox serves, and says where everything is. */
export const servePages = async (
  system: DemoSystem,
  print: Printer,
  shown: { portalId: number; dealId: string },
): Promise<void> => {
  print.title('Building the pages');
  await buildWeb();
  const bundles = await buildBundles({
    extensionsDir: join(root, 'extensions'),
    outDir: join(root, 'sandbox/hubspot/web/dist/bundles'),
    variables: { API_ORIGIN: system.appOrigin, HUBSPOT_ORIGIN: system.hubspot.origin },
  });
  for (const { file, bytes } of bundles) print.step(`${file}: ${(bytes / 1024).toFixed(0)} KB`);
  const portal = String(shown.portalId);
  print.title('Open in a browser (Ctrl+C ends the demo):');
  print.plain(
    `  A deal with its cards     ${system.hubspot.origin}/contacts/${portal}/record/0-3/${shown.dealId}`,
  );
  print.plain(
    `  All deals                 ${system.hubspot.origin}/contacts/${portal}/objects/0-3/views/all/list`,
  );
  print.plain(
    `  The settings page         ${system.hubspot.origin}/settings/${portal}/connected-apps/dealdraft`,
  );
  print.plain(`  SpotDraft, to play legal  ${system.spotdraft.origin}/`);
};
