import { z } from 'zod';
import { nextNumber } from '../state/core.ts';
import { empty, json, notFound, standardError } from '../state/reply.ts';
import type { Refusal } from '../state/reply.ts';
import type { User, Webhook, Workspace } from '../state/model.ts';
import { readBody } from '../validate/create-request.ts';
import { activities } from '../webhooks/activities.ts';
import { endpoint, findContract, withBody } from './endpoint.ts';

const createBody = z.object({
  title: z.string().min(1),
  url: z.string().min(1),
  only_for_activities: z.array(z.enum(activities)).min(1),
  description: z.string().nullish(),
  custom_headers: z.record(z.string(), z.string()).nullish(),
});

const reservedPrefixes = [
  'x-sd-',
  'x-spotdraft-',
  'x-google-',
  'x-goog-',
  'x-gfe-',
  'x-amz-',
  'x-ms-',
  'x-dd-',
  'x-datadog-',
  'x-b3-',
];
const standardHeaders = new Set([
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'x-request-id',
  'x-requested-with',
]);

/** Custom headers must start with `X-` and stay clear of standard headers and of those that platforms own. */
const isAllowedHeader = (name: string): boolean => {
  const lower = name.toLowerCase();
  return (
    /^x-[a-z0-9-]+$/.test(lower) &&
    !standardHeaders.has(lower) &&
    !reservedPrefixes.some((prefix) => lower.startsWith(prefix))
  );
};

/** HTTPS only, as documented. The sandbox alone also takes plain HTTP to this machine: a receiver under test has no certificate. */
function isAllowedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}

const forbidden: Refusal = standardError(
  403,
  'SD_PUBLIC_00003',
  'You do not have permission to perform this action.',
);

const view = (workspace: Workspace, webhook: Webhook) => {
  const user = workspace.users.find((one) => one.id === webhook.createdBy);
  return {
    id: webhook.id,
    title: webhook.title,
    only_for_activities: webhook.onlyForActivities,
    url: webhook.url,
    created_by_user: {
      id: user?.id ?? 0,
      name: user?.name ?? '',
      email: user?.email ?? '',
      designation: user?.designation ?? '',
    },
    description: webhook.description,
    custom_headers: webhook.customHeaders,
    status: webhook.status,
  };
};

export const webhookEndpoints = [
  endpoint('POST', 'webhooks/', ({ core, workspace, user, body }) => {
    if (!mayConfigure(user)) return forbidden;
    const read = readBody(createBody, body);
    const refuse = (text: string): Refusal => standardError(400, 'SD_PUBLIC_00002', text);
    if (!read.ok) return refuse(`Invalid webhook: ${Object.keys(read.errors).join(', ')}.`);
    const { title, url, only_for_activities, description, custom_headers } = read.value;
    if (!isAllowedUrl(url)) return refuse('Webhook URL must be a valid HTTPS URL.');
    const badHeader = Object.keys(custom_headers ?? {}).find((name) => !isAllowedHeader(name));
    if (badHeader !== undefined) return refuse(`Custom header "${badHeader}" is not allowed.`);
    const webhook: Webhook = {
      id: nextNumber(core.state, 'webhook'),
      title,
      url,
      onlyForActivities: only_for_activities,
      description: description ?? '',
      customHeaders: custom_headers ?? {},
      status: 'ACTIVE',
      createdBy: user.id,
      consecutiveFailures: 0,
    };
    workspace.webhooks.push(webhook);
    core.changed();
    return json(view(workspace, webhook), 201);
  }),

  endpoint('DELETE', 'webhooks/{int}', ({ core, workspace, user, params }) => {
    if (!mayConfigure(user)) return forbidden;
    const index = workspace.webhooks.findIndex((one) => String(one.id) === params['int']);
    if (index < 0) return standardError(404, 'SD_PUBLIC_00001', 'Webhook not found.');
    workspace.webhooks.splice(index, 1);
    core.changed();
    return empty(204);
  }),

  endpoint('GET', 'webhooks/hmac_key/', ({ workspace }) => json({ hmac_key: workspace.hmacKey })),

  endpoint('POST', 'contracts/webhooks/re_trigger_latest/', (call) =>
    withBody(call, z.object({ contract_ids: z.array(z.int()).min(1) }), ({ contract_ids }) => {
      const contracts = contract_ids.map((id) => findContract(call, String(id)));
      if (contracts.includes(undefined)) return notFound;
      for (const contract of contracts)
        if (contract) call.core.dispatcher.resendLast(call.workspace, contract);
      return json({ message: 'Success' });
    }),
  ),
];

const mayConfigure = (user: User): boolean => user.developerSettings;
