import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Subscription } from './model.ts';

const subscription = z.object({
  subscriptionType: z.string(),
  objectType: z.string().optional(),
  propertyName: z.string().optional(),
  active: z.boolean(),
});
const webhooksMeta = z.object({
  config: z.object({
    settings: z.object({ targetUrl: z.string(), maxConcurrentRequests: z.number() }),
    subscriptions: z.object({
      crmObjects: z.array(subscription).default([]),
      legacyCrmObjects: z.array(subscription).default([]),
      hubEvents: z.array(subscription).default([]),
    }),
  }),
});
const actionMeta = z.object({
  uid: z.string(),
  config: z.object({
    actionUrl: z.string(),
    inputFields: z.array(z.unknown()).default([]),
    objectRequestOptions: z.object({ properties: z.array(z.string()) }).optional(),
    labels: z.record(z.string(), z.unknown()),
  }),
});
const scopes = z.array(z.string()).default([]);
const appAuth = z.object({
  requiredScopes: scopes,
  optionalScopes: scopes,
  conditionallyRequiredScopes: scopes,
});
export type AppAuth = z.infer<typeof appAuth>;
const appMeta = z.object({
  config: z.object({ permittedUrls: z.object({ fetch: z.array(z.string()) }), auth: appAuth }),
});

export interface WorkflowAction {
  name: string;
  actionUrl: string;
  inputFields: unknown[];
  requestProperties: string[];
  labels: Record<string, unknown>;
}

/** Reads the meta files of one folder of a HubSpot project, with its variables filled in. */
function readMetas<Output>(folder: string, apiOrigin: string, schema: z.ZodType<Output>): Output[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('-hsmeta.json'))
    .toSorted()
    .map((name) =>
      schema.parse(
        JSON.parse(readFileSync(join(folder, name), 'utf8').replaceAll('${API_ORIGIN}', apiOrigin)),
      ),
    );
}

export interface WebhookSettings {
  targetUrl: string | null;
  maxConcurrentRequests: number;
  subscriptions: Subscription[];
}

const firstSubscriptionId = 3_100_000;

/** The webhook subscriptions as HubSpot would have them after this project was deployed. */
export function readWebhooks(extensionsDir: string, apiOrigin: string): WebhookSettings {
  const [meta] = readMetas(join(extensionsDir, 'app/webhooks'), apiOrigin, webhooksMeta);
  if (!meta) return { targetUrl: null, maxConcurrentRequests: 10, subscriptions: [] };
  const { settings, subscriptions } = meta.config;
  const all = [...subscriptions.crmObjects, ...subscriptions.legacyCrmObjects, ...subscriptions.hubEvents];
  return { ...settings, subscriptions: all.map((one, index) => withId(one, firstSubscriptionId + index)) };
}

export const withId = (
  { subscriptionType, objectType, propertyName, active }: z.infer<typeof subscription>,
  id: number,
): Subscription => ({
  id,
  subscriptionType,
  active,
  ...(objectType === undefined ? {} : { objectType }),
  ...(propertyName === undefined ? {} : { propertyName }),
});

export const subscriptionSchema = subscription;

export const readActions = (extensionsDir: string, apiOrigin: string): WorkflowAction[] =>
  readMetas(join(extensionsDir, 'app/workflow-actions'), apiOrigin, actionMeta).map(({ uid, config }) => ({
    name: uid,
    actionUrl: config.actionUrl,
    inputFields: config.inputFields,
    requestProperties: config.objectRequestOptions?.properties ?? [],
    labels: config.labels,
  }));

/** The scopes the app is configured with; null for a project without an app. */
export const readAuth = (extensionsDir: string): AppAuth | null =>
  readMetas(join(extensionsDir, 'app'), '', appMeta)[0]?.config.auth ?? null;

/** The addresses that cards may fetch from. */
export const readPermittedUrls = (extensionsDir: string, apiOrigin: string): string[] =>
  readMetas(join(extensionsDir, 'app'), apiOrigin, appMeta).flatMap((one) => one.config.permittedUrls.fetch);
