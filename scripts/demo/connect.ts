import { accessTokens, northwindPortalId } from '../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../sandbox/spotdraft/seed/seed.ts';
import { Secret } from '../../src/platform/secrets/secret.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { demoMappings } from '../../lab/world/mappings.ts';
import type { Printer } from './print.ts';
import type { DemoSystem } from './system.ts';

const portalId = northwindPortalId;

/**
 * Connects both vendors and publishes the mappings: what an admin does once on a real account. Can be repeated, and
 * leaves alone what somebody has mapped since. A failure is a sentence: people can take access away while they play.
 */
export async function connect({ app, spotdraft }: DemoSystem, print: Printer): Promise<Result<void, string>> {
  const portal = await app.connectPortal({
    portalId,
    name: 'Northwind Robotics',
    accessToken: new Secret(accessTokens[portalId] ?? ''),
    timeZone: 'Europe/Zurich',
    defaultCurrency: 'EUR',
  });
  if (!portal.ok) {
    const { failure } = portal;
    return fail(`HubSpot can't be connected: ${'text' in failure ? failure.text.admin : failure.message}`);
  }
  const { created } = portal.value;
  print.step(
    `HubSpot account connected${created.length > 0 ? `, ${String(created.length)} deal properties created` : ''}`,
  );
  const { clientId, clientSecret } = sandboxCredentials.production;
  const workspace = await app.connectWorkspace({
    portalId,
    environment: 'production',
    name: 'Northwind Robotics',
    baseUrl: spotdraft.origin,
    clientId,
    clientSecret: new Secret(clientSecret),
    userEmail: null,
  });
  if (!workspace.ok) return fail(`SpotDraft can't be connected: ${workspace.failure.text.admin}`);
  const { workspaceId, templates } = workspace.value;
  print.step(`SpotDraft workspace connected, ${String(templates)} templates found`);
  await publishMissing(app, workspaceId, print);
  return ok(undefined);
}

const publishMissing = async (app: DemoSystem['app'], workspaceId: string, print: Printer): Promise<void> => {
  const published = await app.deps.db.template.findMany({
    where: { portalId, workspaceId, state: 'published' },
  });
  for (const { name, templateId } of published) {
    const content = demoMappings[name];
    const mapped = await app.deps.db.mapping.findUnique({
      where: { workspaceId_templateId: { workspaceId, templateId } },
    });
    if (content === undefined || mapped !== null) continue;
    await app.publishMapping({
      portalId,
      workspaceId,
      templateId,
      content,
      author: 'ada.lindqvist@northwind-robotics.example',
      note: 'First version',
    });
    print.step(`“${name}” mapped: DealDraft knows where each of its values comes from`);
  }
};
