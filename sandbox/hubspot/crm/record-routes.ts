import type { Request, Router } from 'express';
import { z } from 'zod';
import { typeParam } from '../api/endpoint.ts';
import type { Core } from '../state/core.ts';
import type { ObjectName } from '../state/model.ts';
import { archiveRecord } from '../records/archive-record.ts';
import { associate } from '../records/associate.ts';
import { addRecord, editRecord, personSource } from '../records/edit-record.ts';
import { recordsOf, requireRecord } from '../records/find-record.ts';
import { mergeRecords } from '../records/merge-records.ts';
import { queryOf } from '../../kit/api.ts';
import { editSchema, pageSize, param, portalOf } from './page-request.ts';
import { nameOf } from './deal-record.ts';

const typeOf = (request: Request): ObjectName => typeParam({ type: param(request, 'type') });
const mergeSchema = z.object({
  userId: z.number().optional(),
  primaryObjectId: z.string(),
  objectIdToMerge: z.string(),
});
const additionSchema = editSchema.extend({ dealId: z.string().optional() });

/** Companies, contacts, line items, quotes and notes, as far as the page of a deal changes them; and merges, also of deals. */
export function addRecordRoutes(router: Router, core: Core): void {
  const at = '/portals/:portalId/records/:type';
  router.get(at, (request, response) => {
    const wanted = (queryOf(request).get('search') ?? '').toLowerCase();
    const found = recordsOf(portalOf(core, request), typeOf(request)).filter((one) =>
      nameOf(one).toLowerCase().includes(wanted),
    );
    response.json({
      results: found
        .slice(0, pageSize(request))
        .map((one) => ({ id: one.id, name: nameOf(one), properties: one.properties })),
    });
  });
  router.post(at, (request, response) => {
    const portal = portalOf(core, request);
    const { dealId, ...edit } = additionSchema.parse(request.body);
    const deal = dealId === undefined ? undefined : requireRecord(portal, 'deals', dealId);
    const record = addRecord(core, { portal, type: typeOf(request), ...edit });
    if (deal) associate(core, { portal, from: deal, to: record, source: personSource(edit.userId) });
    response.status(201).json({ id: record.id, properties: record.properties });
  });
  router.post(`${at}/merge`, (request, response) => {
    const portal = portalOf(core, request);
    const type = typeOf(request);
    const { userId, primaryObjectId, objectIdToMerge } = mergeSchema.parse(request.body);
    const { id, properties } = mergeRecords(core, {
      portal,
      primary: requireRecord(portal, type, primaryObjectId),
      merged: requireRecord(portal, type, objectIdToMerge),
      source: personSource(userId),
    });
    response.json({ id, properties });
  });
  router.patch(`${at}/:id`, (request, response) => {
    const { id, properties } = editRecord(core, param(request, 'id'), {
      portal: portalOf(core, request),
      type: typeOf(request),
      ...editSchema.parse(request.body),
    });
    response.json({ id, properties });
  });
  router.delete(`${at}/:id`, (request, response) => {
    const portal = portalOf(core, request);
    archiveRecord(core, portal, requireRecord(portal, typeOf(request), param(request, 'id')), personSource());
    response.status(204).end();
  });
}
