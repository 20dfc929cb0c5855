import express, { Router } from 'express';
import { fileReply } from '../api/files.ts';
import type { Core } from '../state/core.ts';
import { onRefusal } from '../http/on-refusal.ts';
import { sendReply } from '../../kit/reply.ts';
import type { Portal } from '../state/model.ts';
import { propertyRulesSchema } from '../state/property-rules-schema.ts';
import { rulesOf, setRules } from '../records/property-rules.ts';
import { notFound } from '../state/reply.ts';
import { listProperties } from '../schema/portal-schema.ts';
import type { Workflows } from '../workflows/runner.ts';
import { cardProperties, propertiesRequest } from './card-properties.ts';
import { addDealRoutes } from './deal-routes.ts';
import { queryOf } from '../../kit/api.ts';
import { portalById, portalOf } from './page-request.ts';
import { addRecordRoutes } from './record-routes.ts';
import { extensionContext } from './extension-context.ts';
import { addWorkflowRoutes } from './workflow-routes.ts';

/** What the CRM's pages ask for, under `/__crm/api/`. Shapes: README.md. */
export function createCrmApi(core: Core, workflows: Workflows): Router {
  const router = Router();
  router.use(express.json({ limit: '5mb' }));
  router.get(
    '/portals',
    (_request, response) =>
      void response.json({ results: [...core.state.portals.values()].map(shownPortal) }),
  );
  router.get(
    '/portals/:portalId/me',
    (request, response) => void response.json({ results: portalOf(core, request).users }),
  );
  router.get(
    '/portals/:portalId/pipelines',
    (request, response) => void response.json({ results: portalOf(core, request).pipelines }),
  );
  router.get(
    '/portals/:portalId/owners',
    (request, response) => void response.json({ results: portalOf(core, request).owners }),
  );
  router.get('/portals/:portalId/files/:id/content', (request, response) => {
    const file = portalOf(core, request).files.get(request.params.id);
    if (!file) throw notFound(`File ${request.params.id} does not exist`);
    sendReply(response, fileReply(file));
  });
  router.get(
    '/portals/:portalId/property-rules',
    (request, response) => void response.json(rulesOf(portalOf(core, request))),
  );
  router.get(
    '/portals/:portalId/deal-properties',
    (request, response) => void response.json({ results: listProperties(portalOf(core, request), 'deals') }),
  );
  router.put('/portals/:portalId/property-rules', (request, response) => {
    const portal = portalOf(core, request);
    setRules(portal, propertyRulesSchema.parse(request.body));
    core.changed();
    response.json(rulesOf(portal));
  });
  addDealRoutes(router, core);
  addRecordRoutes(router, core);
  addWorkflowRoutes(router, core, workflows);

  router.get('/context', (request, response) => {
    const query = queryOf(request);
    const portal = portalById(core, Number(query.get('portalId')));
    const location = query.get('location') ?? 'crm.record.sidebar';
    response.json(
      extensionContext(core, {
        portal,
        userId: Number(query.get('userId')),
        dealId: query.get('dealId'),
        location,
      }),
    );
  });
  router.post('/crm-properties', (request, response) => {
    const input = propertiesRequest.parse(request.body);
    response.json(cardProperties(portalById(core, input.portalId), input));
  });
  router.use(
    (_request, response) =>
      void response
        .status(404)
        .json({ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'There is no such page call.' }),
  );
  router.use(...onRefusal);
  return router;
}

const shownPortal = ({
  portalId,
  name,
  domain,
  currency,
  additionalCurrencies,
  timeZone,
  users,
}: Portal) => ({
  portalId,
  name,
  domain,
  currency,
  currencies: [currency, ...additionalCurrencies],
  timeZone,
  users,
});
