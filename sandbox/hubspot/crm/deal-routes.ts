import type { Router } from 'express';
import { z } from 'zod';
import type { Core } from '../state/core.ts';
import { typeParam } from '../api/endpoint.ts';
import { archiveRecord, restoreRecord } from '../records/archive-record.ts';
import { associate, dissociate } from '../records/associate.ts';
import { typesBetween } from '../records/associations.ts';
import { addRecord, editRecord, personSource } from '../records/edit-record.ts';
import { recordKey, requireRecord } from '../records/find-record.ts';
import { notFound } from '../state/reply.ts';
import { queryOf } from '../../kit/api.ts';
import { editSchema, pageSize, param, portalOf } from './page-request.ts';
import { dealList } from './deal-list.ts';
import { dealRecord } from './deal-record.ts';

const labelsSchema = z.object({ userId: z.number().optional(), typeIds: z.array(z.number()).default([]) });

/** The list of deals, a deal's page, and what a person can do to a deal there. */
export function addDealRoutes(router: Router, core: Core): void {
  const at = '/portals/:portalId/deals';
  router.get(at, (request, response) => {
    const query = queryOf(request);
    response.json(
      dealList(portalOf(core, request), {
        search: query.get('search') ?? '',
        pipeline: query.get('pipeline') || null,
        after: query.get('after') || null,
        limit: pageSize(request),
      }),
    );
  });
  router.post(at, (request, response) => {
    const portal = portalOf(core, request);
    const { id, properties } = addRecord(core, { portal, type: 'deals', ...editSchema.parse(request.body) });
    response.status(201).json({ id, properties });
  });
  router.get(`${at}/:id`, (request, response) => {
    const portal = portalOf(core, request);
    response.json(dealRecord(portal, requireRecord(portal, 'deals', param(request, 'id'))));
  });
  router.patch(`${at}/:id`, (request, response) => {
    const { id, properties } = editRecord(core, param(request, 'id'), {
      portal: portalOf(core, request),
      type: 'deals',
      ...editSchema.parse(request.body),
    });
    response.json({ id, properties });
  });
  router.delete(`${at}/:id`, (request, response) => {
    const portal = portalOf(core, request);
    archiveRecord(core, portal, requireRecord(portal, 'deals', param(request, 'id')), personSource());
    response.status(204).end();
  });
  router.post(`${at}/:id/restore`, (request, response) => {
    const portal = portalOf(core, request);
    const record = portal.records.get(recordKey('deals', param(request, 'id')));
    if (!record?.archived || record.mergedInto !== null)
      throw notFound('This deal is not in the recycling bin.');
    restoreRecord(core, portal, record, personSource());
    response.status(204).end();
  });
  addAssociationRoutes(router, core, at);
}

function addAssociationRoutes(router: Router, core: Core, at: string): void {
  router.get('/portals/:portalId/labels/:type', (request, response) => {
    const types = typesBetween(portalOf(core, request), 'deals', typeParam({ type: param(request, 'type') }));
    response.json({ results: types.map(({ typeId, category, label }) => ({ typeId, category, label })) });
  });
  const path = `${at}/:id/associations/:type/:toId`;
  router.put(path, (request, response) => {
    const portal = portalOf(core, request);
    const { typeIds, userId } = labelsSchema.parse(request.body ?? {});
    const to = requireRecord(portal, typeParam({ type: param(request, 'type') }), param(request, 'toId'));
    associate(
      core,
      {
        portal,
        from: requireRecord(portal, 'deals', param(request, 'id')),
        to,
        source: personSource(userId),
      },
      typeIds,
    );
    response.json({ status: 'COMPLETE' });
  });
  router.delete(path, (request, response) => {
    const portal = portalOf(core, request);
    const { typeIds, userId } = labelsSchema.parse(request.body ?? {});
    const to = requireRecord(portal, typeParam({ type: param(request, 'type') }), param(request, 'toId'));
    dissociate(
      core,
      {
        portal,
        from: requireRecord(portal, 'deals', param(request, 'id')),
        to,
        source: personSource(userId),
      },
      typeIds,
    );
    response.status(204).end();
  });
}
