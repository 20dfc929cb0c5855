import { Agent, type Dispatcher } from 'undici';
import type { Config } from './config.ts';
import type { Vendors } from './features/deps.ts';
import type { Budget, Priority } from './platform/vendor-limits/budget.ts';
import type { Database } from './platform/database/client.ts';
import type { PortalTokens } from './features/connections/portal-tokens.ts';
import type { Sealing } from './platform/secrets/sealing.ts';
import type { CallLog } from './platform/vendor-limits/vendor-calls.ts';
import type { NotConnected } from './platform/vendor-error.ts';
import { createHubSpotClient, type HubSpotClient } from './hubspot/client.ts';
import { lacksScope } from './hubspot/transport/judge-scopes.ts';
import type { Metrics } from './platform/metrics.ts';
import { createSpotDraftClient, type SpotDraftClient } from './spotdraft/client.ts';
import type { SpotDraftHosts } from './spotdraft/answers/hosts.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';

type Parts = {
  config: Config;
  db: Database;
  sealing: Sealing;
  tokens: PortalTokens;
  budget: Budget;
  callLog: CallLog;
  metrics: Metrics;
  /** For what tenants have a say in: SpotDraft's address and its links. */
  guarded: Dispatcher;
  spotdraftHosts: SpotDraftHosts;
  now: () => Date;
};

export type SpotDraftAccess = {
  portalId: number;
  workspaceId: string;
  baseUrl: string;
  clientId: string;
  clientSecret: SpotDraftSecret;
  userEmail: string | null;
};
type SpotDraftSecret = Parameters<typeof createSpotDraftClient>[0]['clientSecret'];

const accountHasLeft: NotConnected = {
  kind: 'not_connected',
  message: 'This HubSpot account is not connected; an admin installs DealDraft again.',
  hasLeft: true,
};

/** HubSpot allows searches apart from all other calls: five a second for an account. */
const searchLimit = { calls: 5, perMs: 1000 };

/**
 * Builds the vendors' clients, each bound to its shared budget, its log and its metrics. Clients are kept as long as
 * the stored credentials stay the same, so that connections are reused.
 */
export const createVendors = (parts: Parts) => {
  const { config, db, sealing, tokens, budget, callLog, metrics, guarded, spotdraftHosts, now } = parts;
  const hubspotLimit = { calls: config.HUBSPOT_REQUESTS_PER_10_S, perMs: 10_000 };
  const spotdraftLimit = { calls: config.SPOTDRAFT_REQUESTS_PER_S, perMs: 1000, spread: true };
  /** Connections of each portal's own: one whose calls take long holds up no other's. Idle ones close by themselves. */
  const agents = new Map<number, Agent>();
  const agentOf = (portalId: number): Agent => {
    const known = agents.get(portalId);
    if (known !== undefined) return known;
    const agent = new Agent({ connect: { timeout: 4_000 }, connections: 16, keepAliveTimeout: 10_000 });
    agents.set(portalId, agent);
    return agent;
  };
  const hubspotClients = new Map<string, HubSpotClient>();
  /** By portal, as read with each use of its client: a new consent counts at once. */
  const granted = new Map<number, readonly string[]>();
  const spotdraftClients = new Map<string, { version: string; client: SpotDraftClient }>();

  const note = (entry: {
    vendor: 'hubspot' | 'spotdraft';
    portalId: number;
    workspaceId: string | null;
    operation: string;
    method: string;
    path: string;
    result: string;
    status: number | null;
    ms: number;
  }) => {
    metrics.vendorCalls.inc({ vendor: entry.vendor, operation: entry.operation, result: entry.result });
    metrics.vendorSeconds.observe({ vendor: entry.vendor }, entry.ms / 1000);
    const { vendor, portalId, workspaceId, operation, method, path, result, status, ms } = entry;
    callLog.add({
      vendor,
      portalId,
      workspaceId,
      operation,
      method,
      path,
      result,
      status,
      ms: Math.round(ms),
      at: now(),
    });
  };

  /** The vendor's own "too many" stops everybody for a moment: the budget was shared with someone it does not know. */
  const throttled = async (key: string, limit: { calls: number; perMs: number }): Promise<void> =>
    budget.pause(key, limit, limit.perMs / 2);

  const buildSpotDraft = (access: SpotDraftAccess, priority: Priority): SpotDraftClient => {
    const key = `spotdraft:${access.workspaceId}`;
    return createSpotDraftClient({
      baseUrl: access.baseUrl,
      clientId: access.clientId,
      clientSecret: access.clientSecret,
      ...(access.userEmail === null ? {} : { userEmail: access.userEmail }),
      dispatcher: guarded,
      hosts: spotdraftHosts,
      acquire: (signal) => budget.take(key, spotdraftLimit, { priority, signal }),
      createTimeoutMs: config.CREATE_TIMEOUT_MS,
      onCall: (call) => {
        note({
          ...call,
          vendor: 'spotdraft',
          portalId: access.portalId,
          workspaceId: access.workspaceId,
          result: call.failure ?? 'ok',
        });
        if (call.failure === 'throttled') void throttled(key, spotdraftLimit).catch(() => undefined);
      },
    });
  };

  const hubspotClient = async (
    portalId: number,
    { priority, evenLeft }: { priority: Priority; evenLeft: boolean },
  ): ReturnType<Vendors['hubspot']> => {
    const portal = await db.portal.findUnique({ where: { portalId } });
    if (portal?.accessToken == null || (portal.state !== 'active' && !evenLeft)) return fail(accountHasLeft);
    granted.set(portalId, portal.grantedScopes);
    const cacheKey = `${String(portalId)}:${priority}`;
    const cached = hubspotClients.get(cacheKey);
    if (cached !== undefined) return ok(cached);
    const key = `hubspot:${String(portalId)}`;
    const client = createHubSpotClient({
      basePath: config.HUBSPOT_API_ORIGIN,
      portalId,
      dispatcher: agentOf(portalId),
      accessToken: () => tokens.tokenFor(portalId),
      lacks: (scope) => lacksScope({ grantedScopes: granted.get(portalId) ?? [] }, scope),
      acquire: (signal) => budget.take(key, hubspotLimit, { priority, signal }),
      acquireSearch: (signal) => budget.take(`${key}:search`, searchLimit, { priority, signal }),
      timeZone: portal.timeZone,
      onCall: (call) => {
        note({ ...call, vendor: 'hubspot', portalId, workspaceId: null, result: call.failure ?? 'ok' });
        if (call.failure === 'throttled') void throttled(key, hubspotLimit).catch(() => undefined);
      },
    });
    hubspotClients.set(cacheKey, client);
    return ok(client);
  };

  const vendors: Vendors = {
    hubspot: (portalId, priority) => hubspotClient(portalId, { priority, evenLeft: false }),
    hubspotOfLeaver: (portalId) => hubspotClient(portalId, { priority: 'background', evenLeft: true }),
    spotdraft: async (workspaceId, priority) => {
      const workspace = await db.workspace.findUnique({
        where: { id: workspaceId },
        include: { portal: { select: { state: true } } },
      });
      if (workspace === null || workspace.state === 'removed')
        return fail({
          kind: 'not_connected',
          message: 'This SpotDraft workspace is not connected any more.',
        });
      if (workspace.portal.state !== 'active') return fail(accountHasLeft);
      const version = [
        workspace.baseUrl,
        workspace.clientId,
        workspace.clientSecret,
        workspace.userEmail ?? '',
      ].join('\n');
      const cacheKey = `${workspaceId}:${priority}`;
      const cached = spotdraftClients.get(cacheKey);
      if (cached?.version === version) return ok(cached.client);
      const clientSecret = sealing.open(workspace.clientSecret, `workspace:${workspaceId}`);
      const client = buildSpotDraft({ ...workspace, workspaceId, clientSecret }, priority);
      spotdraftClients.set(cacheKey, { version, client });
      return ok(client);
    },
  };

  const close = async (): Promise<void> => {
    await Promise.all([...agents.values()].map((agent) => agent.close()));
  };
  return { vendors, buildSpotDraft, close };
};
