import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Printer } from './print.ts';
import type { DemoSystem } from './system.ts';

/** Builds the pages and the card bundles, which the HubSpot sandbox serves, and says where everything is. */
export const servePages = async (
  system: DemoSystem,
  print: Printer,
  shown: { portalId: number; dealId: string },
): Promise<void> => {
  const build = join(import.meta.dirname, '../../sandbox/hubspot/web/build.ts');
  if (existsSync(build)) {
    print.title('Building the pages');
    const { buildAll } = (await import(build)) as {
      buildAll: (variables: Record<string, string>) => Promise<void>;
    };
    await buildAll({ API_ORIGIN: system.appOrigin, HUBSPOT_ORIGIN: system.hubspot.origin });
  }
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
