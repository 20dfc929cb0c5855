import { ok } from '@dealdraft/wire/result.ts';
import * as workspace from '../answers/workspace.ts';
import type { Answered, Ask } from '../transport/ask.ts';
import { paths } from '../transport/paths.ts';
import { json, nothing } from '../transport/read-answer.ts';
import type { CallOptions } from '../transport/transport.ts';

export type NewWebhook = {
  title: string;
  url: string;
  activities: readonly string[];
  customHeaders?: Readonly<Record<string, string>>;
};

/** re_trigger_latest takes a list; kept short so that one call stays quick. */
const retriggerBatch = 50;

/** What a workspace has, and its notices to us. */
export const workspaceCalls = ({ read, write }: Ask) => ({
  /** Published ones only; not paged. */
  listTemplates: (options?: CallOptions) =>
    read({ operation: 'listTemplates', path: paths.templates }, json(workspace.templateList), options),
  getTemplate: (id: number, options?: CallOptions) =>
    read({ operation: 'getTemplate', path: paths.template(id) }, json(workspace.templateDetail), options),
  getTemplateMetadata: (id: number, options?: CallOptions) =>
    read(
      { operation: 'getTemplateMetadata', path: paths.templateMetadata(id) },
      json(workspace.templateMetadata),
      options,
    ),
  listContractTypes: (options?: CallOptions) =>
    read(
      { operation: 'listContractTypes', path: paths.contractTypes },
      json(workspace.contractTypes),
      options,
    ),
  listContractTypeEntities: (id: number, options?: CallOptions) =>
    read(
      { operation: 'listContractTypeEntities', path: paths.contractTypeEntities(id) },
      json(workspace.contractTypeEntities),
      options,
    ),
  listEntities: (options?: CallOptions) =>
    read({ operation: 'listEntities', path: paths.entities }, json(workspace.entities), options),
  listOrganizationTypes: (isoCode?: string, options?: CallOptions) =>
    read(
      {
        operation: 'listOrganizationTypes',
        path: paths.organizationTypes,
        ...(isoCode === undefined ? {} : { query: new URLSearchParams({ jurisdiction_iso_code: isoCode }) }),
      },
      json(workspace.organizationTypes),
      options,
    ),
  listUsers: (page: number, options?: CallOptions) =>
    read(
      {
        operation: 'listUsers',
        path: paths.users,
        query: new URLSearchParams({ page: String(page), limit: '100' }),
      },
      json(workspace.users),
      options,
    ),

  /** Needs SpotDraft's "Developer Settings" permission. Keep the id: webhooks cannot be listed. */
  createWebhook: (webhook: NewWebhook, options?: CallOptions) =>
    write(
      {
        operation: 'createWebhook',
        path: paths.webhooks,
        json: {
          title: webhook.title,
          url: webhook.url,
          only_for_activities: webhook.activities,
          ...(webhook.customHeaders ? { custom_headers: webhook.customHeaders } : {}),
        },
      },
      json(workspace.webhook),
      options,
    ),
  deleteWebhook: (id: number, options?: CallOptions) =>
    write({ operation: 'deleteWebhook', method: 'DELETE', path: paths.webhook(id) }, nothing, options),
  getHmacKey: (options?: CallOptions) =>
    read({ operation: 'getHmacKey', path: paths.hmacKey }, json(workspace.hmacKey), options),
  /** Makes SpotDraft send the last notice of each contract again; in batches, of which a failed one ends the rest. */
  retriggerLatest: async (ids: readonly number[], options?: CallOptions): Answered<undefined> => {
    for (let start = 0; start < ids.length; start += retriggerBatch) {
      const contract_ids = ids.slice(start, start + retriggerBatch);
      const answer = await write(
        { operation: 'retriggerLatest', path: paths.retriggerLatest, json: { contract_ids } },
        nothing,
        options,
      );
      if (!answer.ok) return answer;
    }
    return ok(undefined);
  },
});
