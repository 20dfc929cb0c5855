import { z } from 'zod';
import type { Params } from './params.ts';

/**
 * Who may call a route:
 * - `anybody`: no proof of identity; the route must be harmless or prove the call in its own way.
 * - `link`: whoever holds the unguessable token in the address.
 * - `user`: a user of the HubSpot account, from a card or the settings page, over a call that HubSpot signed.
 * - `admin`: such a user who is one of DealDraft's admins in the account.
 * - `erp`: the account's ERP, by its signing key.
 * - `hubspot`, `spotdraft`: the vendor itself, by its signature.
 */
export type Who = 'anybody' | 'link' | 'user' | 'admin' | 'erp' | 'hubspot' | 'spotdraft';

/** As in `'POST /api/card/deals/:dealId/plan'`: method and path, one key for service, UI, and tests. */
type Address = `${'GET' | 'POST'} /${string}`;

const nothing = z.unknown();
type Nothing = typeof nothing;

/** What goes in and comes out at one address, and who may ask. What goes in is parsed once, by the service. */
export type Route<
  Caller extends Who = Who,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = { who: Caller; query: Query; body: Body; answer: Answer };
export type Routes = { readonly [Key in Address]?: Route };

/** The answer's type. The service computes it, so nobody parses it. */
export const view = <View>() => z.custom<View>();

type Common<Caller, Answer> = { who: Caller; answer: Answer };

export function route<Caller extends Who, Query extends z.ZodType, Answer extends z.ZodType>(
  of: Common<Caller, Answer> & { query: Query },
): Route<Caller, Query, Nothing, Answer>;
export function route<Caller extends Who, Body extends z.ZodType, Answer extends z.ZodType>(
  of: Common<Caller, Answer> & { body: Body },
): Route<Caller, Nothing, Body, Answer>;
export function route<Caller extends Who, Answer extends z.ZodType>(
  of: Common<Caller, Answer>,
): Route<Caller, Nothing, Nothing, Answer>;
export function route(of: Common<Who, z.ZodType> & { query?: z.ZodType; body?: z.ZodType }): Route {
  return { query: nothing, body: nothing, ...of };
}

export type AnswerOf<Of extends Route> = z.output<Of['answer']>;

/**
 * A query is asked in the terms it is read in: a number or a list becomes text on its way. What may be left out may be
 * `null` or `''`, too.
 */
type Asked<In, Out> = unknown extends Out
  ? unknown
  : { [Key in keyof Out & keyof In as undefined extends In[Key] ? never : Key]: Out[Key] } & {
      [Key in keyof Out & keyof In as undefined extends In[Key] ? Key : never]?: Out[Key] | null | '';
    };

/** What a caller gives, in one object: the parts of the address, and the query or the body. */
export type InputOf<At, Of extends Route> = Params<At> &
  Asked<z.input<Of['query']>, z.output<Of['query']>> &
  z.input<Of['body']>;
