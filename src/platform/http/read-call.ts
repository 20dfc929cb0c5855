import type { Request } from 'express';
import { z } from 'zod';
import { readParams, type Params } from '@dealdraft/wire/routes/params.ts';
import type { Route } from '@dealdraft/wire/routes/route.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { storable } from '../storable-json.ts';
import { jsonBody, rawBody } from './read-body.ts';

/** A call of a route, with everything in it parsed. */
export type Call<Address, Of extends Route> = {
  params: Params<Address>;
  query: z.output<Of['query']>;
  body: z.output<Of['body']>;
};

export type Misread = { part: 'params' | 'query' | 'body'; issues: z.core.$ZodIssue[] };

/** A part that comes twice says nothing. What no database keeps is not looked for in one. */
const textsOf = (query: Request['query']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, storable(value)]] : [],
    ),
  );

/** Parses a call by its route: the only place where what came over the network becomes typed. */
export const readCall = <Address extends string, Of extends Route>(
  address: Address,
  route: Of,
  request: Request,
): Result<Call<Address, Of>, Misread> => {
  const params = readParams(address, request.params);
  if (!params.ok) return fail({ part: 'params', issues: params.failure });
  const query = z.safeParse<Of['query']>(route.query, textsOf(request.query));
  if (!query.success) return fail({ part: 'query', issues: query.error.issues });
  const body = z.safeParse<Of['body']>(route.body, jsonBody(rawBody(request)));
  if (!body.success) return fail({ part: 'body', issues: body.error.issues });
  return ok({ params: params.value, query: query.data, body: body.data });
};
