import { z } from 'zod';
import { route, view, type Routes } from './route.ts';

/** Installing the app: both are opened in a browser. The callback proves itself by the state that the first gave out. */
export const installRoutes = {
  'GET /oauth/install': route({
    who: 'anybody',
    query: z.object({ portalId: z.string().optional() }),
    answer: view<unknown>(),
  }),
  'GET /oauth/callback': route({
    who: 'anybody',
    query: z.object({ code: z.string().optional(), state: z.string().optional() }),
    answer: view<unknown>(),
  }),
} satisfies Routes;
