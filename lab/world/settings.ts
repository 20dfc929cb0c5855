import { accessTokens, userIds } from '../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../sandbox/spotdraft/seed/seed.ts';
import { Secret } from '../../src/platform/secrets/secret.ts';
import type { CardError, Envelope } from '@dealdraft/wire/card.ts';
import type { AccessView, TemplateListView, TemplateRow, WorkspaceView } from '@dealdraft/wire/settings.ts';
import { portalId, until, type World } from './world.ts';

export const people = { admin: userIds.ada, seller: userIds.ben } as const;

/** HubSpot installs the app: the account is known, and nothing else. */
export const install = async ({ app }: World): Promise<void> => {
  const installed = await app.connectPortal({
    portalId,
    name: 'Northwind Robotics',
    accessToken: new Secret(accessTokens[portalId] ?? ''),
    timeZone: 'Europe/Zurich',
    defaultCurrency: 'EUR',
  });
  if (!installed.ok) throw new Error(JSON.stringify(installed.failure));
};

/** Calls of the settings page by one person, through HubSpot's signing proxy. */
export const settingsOf = (world: World, userId: number = people.admin) => {
  const call = async <Data>(
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
  ): Promise<Envelope<Data>> => {
    const answer = await world.hubspot.control.callCard({
      portalId,
      userId,
      method,
      path: path.startsWith('/api/') ? path : `/api/settings${path}`,
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status !== 200)
      throw new Error(`${method} ${path} → ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return answer.body as Envelope<Data>;
  };
  const data = <Data>(what: string, answer: Envelope<Data>): Data => {
    if (!answer.ok) throw new Error(`${what}: ${JSON.stringify(answer.error)}`);
    return answer.data;
  };
  return {
    call,
    get: async <Data>(path: string): Promise<Data> => data(path, await call<Data>('GET', path)),
    post: async <Data>(path: string, body?: Record<string, unknown>): Promise<Data> =>
      data(path, await call<Data>('POST', path, body)),
    /** The refusal of a call that has to be refused. */
    refused: async (
      method: 'GET' | 'POST',
      path: string,
      body?: Record<string, unknown>,
    ): Promise<CardError> => {
      const answer = await call(method, path, body);
      if (answer.ok) throw new Error(`${path} was not refused: ${JSON.stringify(answer.data)}`);
      return answer.error;
    },
  };
};
export type Settings = ReturnType<typeof settingsOf>;

export const claim = (settings: Settings): Promise<AccessView> => settings.post<AccessView>('/access/claim');

export const workspaceForm = (
  world: World,
  environment: 'uat' | 'production' = 'production',
): Record<string, unknown> => ({
  environment,
  name: `Northwind ${environment}`,
  place: { baseUrl: world.spotdraft.origin },
  clientId: sandboxCredentials[environment].clientId,
  clientSecret: sandboxCredentials[environment].clientSecret,
});

/** Connects a workspace as an admin does, and waits until its templates are read. */
export const addWorkspace = async (
  world: World,
  settings: Settings,
  environment: 'uat' | 'production' = 'production',
): Promise<WorkspaceView> => {
  const made = await settings.post<WorkspaceView>('/workspaces', workspaceForm(world, environment));
  return until('its templates are read', async () => {
    const view = await settings.get<WorkspaceView>(`/workspaces/${made.workspaceId}`);
    return view.templates.reading === null && view.templates.published > 0 ? view : null;
  });
};

export const templateNamed = async (
  settings: Settings,
  name: string,
  workspaceId?: string,
): Promise<TemplateRow & { path: string }> => {
  const { templates } = await settings.get<TemplateListView>(
    `/templates?search=${encodeURIComponent(name)}${workspaceId === undefined ? '' : `&workspaceId=${workspaceId}`}`,
  );
  const row = templates.find((template) => template.name === name);
  if (row === undefined) throw new Error(`no template ${name}: ${JSON.stringify(templates)}`);
  return { ...row, path: `/templates/${row.workspaceId}/${String(row.templateId)}` };
};
