import type { Express, RequestHandler } from 'express';
import { workflowActions } from './features/automation/workflow-actions/execution-inputs.ts';
import type { Deps } from './features/deps.ts';
import type { Metrics } from './platform/metrics.ts';
import { answerFailure } from './platform/http/answer-failure.ts';
import { accessHandlers } from './features/access/access-endpoints.ts';
import { userEndpoints } from './features/access/user-endpoints.ts';
import { automationHandlers } from './features/automation/screen/automation-endpoints.ts';
import { connectionHandlers } from './features/connections/connection-endpoints.ts';
import { cardAnswerHandlers } from './features/automation/screen/automation-endpoints.ts';
import { cardHandlers } from './features/contracts/view/card-endpoints.ts';
import { healthHandlers } from './features/health/health-endpoints.ts';
import { deliveryHandlers } from './features/inbox/delivery-endpoints.ts';
import { accountHandlers } from './features/privacy/account-endpoints.ts';
import { orphanHandlers } from './features/orphans/orphan-endpoints.ts';
import { sweepHandlers } from './features/reconciliation/sweep-endpoints.ts';
import { templateHandlers } from './features/templates/template-endpoints.ts';
import { cardRoutes } from '@dealdraft/wire/routes/card.ts';
import { settingsRoutes } from '@dealdraft/wire/routes/settings.ts';
import { erpEndpoints, type ErpEndpoints } from './features/erp/erp-endpoints.ts';
import { createCallerLimits } from './platform/http/limit-callers.ts';
import { answerReadiness, createBareApp, type Readiness } from './platform/http/health.ts';
import { hubspotWebhook } from './features/inbox/hubspot-webhook.ts';
import { noInstallation } from './features/connections/oauth-endpoints.ts';
import { signedByHubSpot, signedCard, type HubSpotRoutes } from './hubspot/inbound/signed-by-hubspot.ts';
import type { Intake } from './features/inbox/intake.ts';
import { spotdraftWebhook } from './features/inbox/spotdraft-webhook.ts';
import { workflowAction } from './features/automation/workflow-actions/workflow-actions.ts';
import { workflowOptions } from './features/automation/workflow-actions/workflow-options.ts';

export type ServerParts = {
  deps: Deps;
  intake: Intake;
  metrics: Metrics;
  hubspotRoutes: Omit<HubSpotRoutes, 'onRefusal'>;
  automation: { deps: Deps; acceptV2: boolean };
  throttleErp: ErpEndpoints['throttle'];
  /** Null where the app is a private one, which is not installed by consent. */
  installation: { install: RequestHandler; callback: RequestHandler } | null;
  keptFiles: RequestHandler;
  /** Which proxies in front are believed when they say who called, in Express's words. */
  trustProxy: string;
  /** Null where it is told at a port of its own. */
  isReady: Readiness | null;
  /** A notice for a workspace that we know, with a signature that does not hold. */
  onRefusedNotice: (workspace: { portalId: number; workspaceId: string }) => Promise<void>;
};

const settingsHandlers = (deps: Deps, automation: Deps) => ({
  ...accessHandlers(deps),
  ...accountHandlers(deps),
  ...connectionHandlers(deps),
  ...templateHandlers(deps),
  ...automationHandlers(automation),
  ...healthHandlers(deps),
  ...deliveryHandlers(deps),
  ...sweepHandlers(deps),
  ...orphanHandlers(deps),
});

/** Answers about an account are for whoever asked, and for nothing in between. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

/** Every way into the service. What is not listed here is 404; what is listed verifies before it parses. */
export const createServer = ({
  deps,
  intake,
  metrics,
  hubspotRoutes,
  automation,
  throttleErp,
  installation,
  keptFiles,
  trustProxy,
  isReady,
  onRefusedNotice,
}: ServerParts): Express => {
  const { log } = deps;
  const app = createBareApp();
  if (isReady !== null) answerReadiness(app, isReady, { saysWhy: false });
  app.set('trust proxy', trustProxy);
  const limits = createCallerLimits();
  app.use(['/files', '/oauth'], limits.pages);
  app.use(['/webhooks', '/api', '/hubspot'], limits.refusals);
  app.use(['/api', '/oauth'], noStore);
  app.get('/files/:token', keptFiles);
  app.get('/oauth/install', installation?.install ?? noInstallation);
  if (installation !== null) app.get('/oauth/callback', installation.callback);

  const hubspot: HubSpotRoutes = {
    ...hubspotRoutes,
    onRefusal: (name, reason) => metrics.refusedCalls.inc({ route: name, reason }),
  };
  app.post(
    '/webhooks/spotdraft/:token',
    spotdraftWebhook({
      deps,
      intake,
      onRefusal: (reason) => metrics.refusedCalls.inc({ route: 'spotdraft', reason }),
      onRefusedNotice: (workspace) => {
        onRefusedNotice(workspace).catch((error: unknown) => {
          log.warn({ err: error }, 'a refused notice could not be followed up');
        });
      },
      onAccepted: (outcome) => metrics.deliveries.inc({ source: 'spotdraft', outcome }),
    }),
  );
  app.post(
    '/webhooks/hubspot',
    signedByHubSpot(hubspot, 'hubspot-webhook'),
    hubspotWebhook({ deps, intake }, (outcome, count) =>
      metrics.deliveries.inc({ source: 'hubspot', outcome }, count),
    ),
  );
  app.use(
    erpEndpoints({
      deps,
      throttle: throttleErp,
      onRefusal: (reason) => metrics.refusedCalls.inc({ route: 'erp', reason }),
    }),
  );
  const forUsers = (name: string) => ({ db: deps.db, log, now: deps.now, signed: signedCard(hubspot, name) });
  app.use(
    userEndpoints(forUsers('/api/card'), cardRoutes, { ...cardHandlers(deps), ...cardAnswerHandlers(deps) }),
  );
  app.use(userEndpoints(forUsers('/api/settings'), settingsRoutes, settingsHandlers(deps, automation.deps)));

  // Version 2 has no time in it and can be replayed: a run is recognized by its callback id, and options change nothing.
  const signedWorkflow = signedByHubSpot(hubspot, 'workflow', automation.acceptV2 ? 'v3-or-v2' : 'v3');
  for (const action of workflowActions)
    app.post(`/hubspot/actions/${action}`, signedWorkflow, workflowAction(automation.deps, action));
  app.post('/hubspot/actions/options/templates', signedWorkflow, workflowOptions(automation.deps));

  app.use((_request, response) => {
    response.status(404).json({ message: 'There is nothing at this address.' });
  });
  app.use(answerFailure(log));
  return app;
};
