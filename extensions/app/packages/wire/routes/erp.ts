import { z } from 'zod';
import type { DownloadView } from '../card.ts';
import { erpRequest, type ErpPage, type ErpRequestView } from '../erp.ts';
import { route, view, type Routes } from './route.ts';

/** The time and id of the last row of a page. */
const place = z
  .string()
  .regex(/^[\d:.TZ-]{24}_[0-9a-f-]{36}$/)
  .transform((text) => ({ at: new Date(text.slice(0, 24)), id: text.slice(25) }))
  .refine(({ at }) => !Number.isNaN(at.getTime()));

/** What an ERP may do. Failures carry their HTTP status. */
export const erpRoutes = {
  'POST /api/erp/requests': route({
    who: 'erp',
    body: erpRequest,
    answer: view<{ requestId: string }>(),
  }),
  'GET /api/erp/requests/:requestId': route({ who: 'erp', answer: view<ErpRequestView>() }),
  /** Executed contracts, for back-fills. */
  'GET /api/erp/contracts': route({
    who: 'erp',
    query: z.object({ since: z.coerce.date().default(new Date(0)), after: place.optional() }),
    answer: view<ErpPage>(),
  }),
  'GET /api/erp/contracts/:contractId/file': route({ who: 'erp', answer: view<DownloadView>() }),
} satisfies Routes;
