import type { Router, RequestHandler } from 'express';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { AnswerOf, Route, Routes } from '@dealdraft/wire/routes/route.ts';
import type { Call } from './read-call.ts';

/** Answers one route; `Caller` is what is known of whoever calls. */
type Handler<Address, Of extends Route, Caller> = (
  call: Call<Address, Of> & Caller,
) => Promise<Result<AnswerOf<Of>, CardError>>;

/** One handler for each route, by its address: none can be missing, and each answers what the caller expects. */
export type Handlers<All extends Routes, Caller> = {
  [Address in keyof All & string]: All[Address] extends Route
    ? Handler<Address, All[Address], Caller>
    : never;
};

export type Served<Address extends string, Of extends Route, Caller> = {
  address: Address;
  route: Of;
  handler: Handler<Address, Of, Caller>;
};

/** Mounts every route with what verifies its calls, and then answers them. */
export const mountRoutes = <All extends Routes, Caller>(
  router: Router,
  { routes, handlers }: { routes: All; handlers: Handlers<All, Caller> },
  stepsOf: <Address extends string, Of extends Route>(
    served: Served<Address, Of, Caller>,
  ) => RequestHandler[],
): Router => {
  for (const address in routes) {
    const steps = stepsOf({ address, route: routes[address], handler: handlers[address] });
    const [method, path = ''] = address.split(' ');
    if (method === 'GET') router.get(path, steps);
    else router.post(path, steps);
  }
  return router;
};
