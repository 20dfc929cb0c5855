import type { Router } from 'express';
import { z } from 'zod';
import { createControlRouter } from '../../kit/control-api.ts';
import { onRefusal } from '../http/on-refusal.ts';
import type { HubSpotControl } from './control.ts';
import type { Core } from '../state/core.ts';
import { subscriptionSchema } from '../state/extensions.ts';
import { propertyRulesSchema } from '../state/property-rules-schema.ts';
import type { createCardProxy } from '../app/call-app.ts';
import { northwindPortalId } from '../state/accounts.ts';

const fetchSchema = z.object({
  portalId: z.coerce.number(),
  userId: z.coerce.number(),
  url: z.string(),
  method: z.string().optional(),
  body: z.record(z.string(), z.unknown()).optional(),
  timeout: z.number().positive().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});
const seedSchema = z.object({
  count: z.number().int().min(1).max(20_000),
  portalId: z.number().default(northwindPortalId),
  properties: z.record(z.string(), z.string()).default({}),
  lineItems: z.number().int().min(0).max(200).default(2),
});
const portalRulesSchema = propertyRulesSchema.extend({ portalId: z.number().default(northwindPortalId) });
const subscriptionsSchema = z.object({
  targetUrl: z.url().optional(),
  subscriptions: z.array(subscriptionSchema),
});

/** The sandbox's own doors under `/__sandbox/`. */
export function createControlApi(
  core: Core,
  control: HubSpotControl,
  proxy: ReturnType<typeof createCardProxy>,
): Router {
  const router = createControlRouter(control);
  router.get('/truth', (_request, response) => void response.json(truth(core)));
  router.post('/seed-deals', (request, response) => {
    const { count, ...options } = seedSchema.parse(request.body);
    response.status(201).json({ ids: control.seedDeals(count, options) });
  });
  router.put('/subscriptions', (request, response) => {
    const { targetUrl, subscriptions } = subscriptionsSchema.parse(request.body);
    control.subscribe(
      subscriptions
        .map((one, index) => ({ ...one, id: index }))
        .map(({ objectType, propertyName, subscriptionType, active }) => ({
          subscriptionType,
          active,
          ...(objectType === undefined ? {} : { objectType }),
          ...(propertyName === undefined ? {} : { propertyName }),
        })),
      targetUrl,
    );
    response.status(204).end();
  });
  router.put('/property-rules', (request, response) => {
    const { portalId, ...rules } = portalRulesSchema.parse(request.body);
    control.setPropertyRules(rules, portalId);
    response.status(204).end();
  });
  router.post(
    '/proxy',
    async (request, response) => void response.json(await proxy(fetchSchema.parse(request.body))),
  );

  router.use(...onRefusal);
  return router;
}

/** The whole state in JSON; files without their bytes. */
const truth = ({ state }: Core): object => ({
  portals: [...state.portals.values()].map((portal) => ({
    portalId: portal.portalId,
    name: portal.name,
    installed: portal.installed,
    records: [...portal.records.values()],
    associations: Object.fromEntries(
      [...portal.associations].map(([from, edges]) => [from, Object.fromEntries(edges)]),
    ),
    files: [...portal.files.values()].map(({ bytes: _bytes, ...file }) => file),
    properties: portal.properties,
    enrolments: portal.enrolments,
  })),
  webhooks: state.webhooks,
  deliveries: state.deliveries,
});
