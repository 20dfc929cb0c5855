import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { collectPages } from '../transport/paging.ts';
import { idSchema, nextPage } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

/** How two records are connected: HubSpot's own types ("Primary") and those an account has named itself. */
export type AssociationType = { category: string; typeId: number; label: string | null };
export type Association = { toId: string; types: AssociationType[] };

const type = z.object({
  category: z.string().default('HUBSPOT_DEFINED'),
  typeId: z.number(),
  label: z.string().nullable().default(null),
});
const page = z.object({
  results: z.array(z.object({ toObjectId: idSchema, associationTypes: z.array(type).default([]) })),
  paging: nextPage,
});
const labels = z.object({ results: z.array(type) });

export const createAssociations = (transport: Transport, requests: Requests) => {
  /** Everything of one type that is associated with a record, all pages. */
  const getAssociationsOf = (
    from: { objectType: string; id: string },
    toObjectType: string,
  ): Promise<Result<Association[], HubSpotFailure>> =>
    collectPages(transport.facts('getAssociations', 'read'), async (after) => {
      const request = requests.associations.getPage(from.objectType, from.id, toObjectType, after, 500);
      const answer = await transport.send({
        operation: 'getAssociations',
        effect: 'read',
        request,
        schema: page,
      });
      if (!answer.ok) return answer;
      const { results, paging } = answer.value.value;
      const items = results.map((each) => ({ toId: each.toObjectId, types: each.associationTypes }));
      return ok({ items, after: paging?.next?.after ?? null });
    });

  /** The same for a deal. */
  const getAssociations = (
    dealId: string,
    toObjectType: string,
  ): Promise<Result<Association[], HubSpotFailure>> =>
    getAssociationsOf({ objectType: 'deals', id: dealId }, toObjectType);

  /** The association types an account knows between two object types, with its own labels. */
  const listAssociationLabels = async (
    from: string,
    to: string,
  ): Promise<Result<AssociationType[], HubSpotFailure>> => {
    const request = requests.associationLabels.getAll(from, to);
    const answer = await transport.send({
      operation: 'listAssociationLabels',
      effect: 'read',
      request,
      schema: labels,
    });
    return answer.ok ? ok(answer.value.value.results) : answer;
  };

  return { getAssociations, getAssociationsOf, listAssociationLabels };
};
