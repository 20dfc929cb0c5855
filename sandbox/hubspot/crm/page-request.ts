import type { Request } from 'express';
import { z } from 'zod';
import { queryOf } from '../../kit/api.ts';
import { limitParam } from '../api/endpoint.ts';
import type { Core } from '../state/core.ts';
import type { Portal } from '../state/model.ts';
import { notFound } from '../state/reply.ts';

export function portalById(core: Core, portalId: number): Portal {
  const portal = core.state.portals.get(portalId);
  if (!portal) throw notFound(`Account ${portalId} does not exist`);
  return portal;
}

export const portalOf = (core: Core, request: Request): Portal =>
  portalById(core, Number(request.params['portalId']));

export const param = (request: Request, name: string): string => {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
};

export const pageSize = (request: Request): number => limitParam(queryOf(request), 50, 200);

/** What a person changes, and who it is. */
export const editSchema = z.object({
  userId: z.number().optional(),
  properties: z.record(z.string(), z.string()),
});
