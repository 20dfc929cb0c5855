import { z } from 'zod';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { collectPages } from '../transport/paging.ts';
import { idSchema, nextPage } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import { missingRecord } from '../transport/translate-error.ts';
import type { Transport } from '../transport/transport.ts';

/** An owner of records. `id` is what hubspot_owner_id holds; `userId` is what a signed request carries. `archived`: the user was deactivated. */
export type Owner = {
  id: string;
  userId: string | null;
  email: string | null;
  firstName: string;
  lastName: string;
  name: string;
  archived: boolean;
};

const text = z.string().nullish().transform((value) => value ?? ''); // prettier-ignore
const owner = z
  .object({
    id: idSchema,
    userId: idSchema.nullish(),
    userIdIncludingInactive: idSchema.nullish(),
    email: z.string().nullish(),
    firstName: text,
    lastName: text,
    archived: z.boolean().default(false),
  })
  .transform((data): Owner => ({
    id: data.id,
    userId: data.userId ?? data.userIdIncludingInactive ?? null,
    email: data.email == null || data.email === '' ? null : data.email,
    firstName: data.firstName,
    lastName: data.lastName,
    name: [data.firstName, data.lastName].filter(Boolean).join(' ') || data.email || `Owner ${data.id}`,
    archived: data.archived,
  }));
const page = z.object({ results: z.array(owner), paging: nextPage });

export const createOwners = (transport: Transport, requests: Requests) => {
  const read = async (id: string, idProperty: 'id' | 'userId'): Promise<Result<Owner, HubSpotFailure>> => {
    if (!/^\d{1,15}$/.test(id)) return fail(missingRecord(transport.facts('getOwner', 'read'), id));
    const ask = (archived: boolean) =>
      transport.send({
        operation: 'getOwner',
        effect: 'read',
        request: requests.owners.getById(Number(id), idProperty, archived),
        schema: owner,
      });
    const current = await ask(false);
    // HubSpot shows a deactivated owner only to those who ask for archived ones, and deals keep such owners.
    const answer = !current.ok && current.failure.kind === 'not_found' ? await ask(true) : current;
    return answer.ok ? ok(answer.value.value) : answer;
  };

  return {
    /** By the id in hubspot_owner_id, deactivated owners included. */
    getOwner: (ownerId: string): Promise<Result<Owner, HubSpotFailure>> => read(ownerId, 'id'),
    /** By the id of the HubSpot user. A user who was never made an owner is 'not_found'. */
    getOwnerByUserId: (userId: number | string): Promise<Result<Owner, HubSpotFailure>> =>
      read(String(userId), 'userId'),
    /** All active owners. */
    listOwners: (): Promise<Result<Owner[], HubSpotFailure>> =>
      collectPages(transport.facts('listOwners', 'read'), async (after) => {
        const request = requests.owners.getPage(undefined, after, 500, false);
        const answer = await transport.send({
          operation: 'listOwners',
          effect: 'read',
          request,
          schema: page,
        });
        if (!answer.ok) return answer;
        return ok({
          items: answer.value.value.results,
          after: answer.value.value.paging?.next?.after ?? null,
        });
      }),
  };
};
