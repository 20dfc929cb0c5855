import { Router, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../../platform/database/is-database-away.ts';
import { mountRoutes, type Handlers, type Served } from '../../platform/http/handlers.ts';
import { readCall, type Misread } from '../../platform/http/read-call.ts';
import type { SignedIdentity } from '../../hubspot/inbound/signed-identity.ts';
import { callerOf, signatureOf } from '../../hubspot/inbound/signed-by-hubspot.ts';
import type { CardError, Envelope } from '@dealdraft/wire/card.ts';
import { fail, type Result } from '@dealdraft/wire/result.ts';
import type { AnswerOf, Route, Routes } from '@dealdraft/wire/routes/route.ts';
import type { Admin, Deps } from '../deps.ts';
import { isAdmin } from './access.ts';
import { createOnceSigned } from './once-signed.ts';

/** A user of HubSpot, who may make the call. */
type User = {
  caller: SignedIdentity;
  portalId: number;
  /** Under which the call is written down. On a route for admins, this is one. */
  actor: Admin;
  log: Logger;
};
export type UserHandlers<All extends Routes> = Handlers<All, User>;

const notPermitted: CardError = {
  code: 'not_permitted',
  message: 'Only an admin of DealDraft may see and change this; ask one to do it, or to make you an admin.',
  canRetry: false,
};

const invalid = ({ issues }: Misread): CardError => ({
  code: 'invalid',
  message: 'Something in this form is not filled in as it must be; correct it and try again.',
  fields: issues.map((issue) => {
    const target = issue.path.map(String).join('.');
    return { target, label: target, message: issue.message };
  }),
  canRetry: false,
});

const unexpected = (reference: string): CardError => ({
  code: 'unexpected',
  message: `Something went wrong on DealDraft's side and nothing was changed by this click; try again, and tell your admin the reference ${reference} if it stays.`,
  canRetry: true,
});

const envelope = <Data>(result: Result<Data, CardError>): Envelope<Data> =>
  result.ok ? { ok: true, data: result.value } : { ok: false, error: result.failure };

const taken: CardError = {
  code: 'not_possible',
  message: 'This was sent before and is done once; reload the page to see what came of it.',
  canRetry: false,
};

type Parts = Pick<Deps, 'db' | 'log' | 'now'>;
/**
 * Asks whether the caller may, parses, calls the one use case, answers. Expected failures are 200 with an envelope. A
 * fault of ours is too, for HubSpot would repeat a 5xx by itself and hide its text; it is logged with an id that the
 * person can quote.
 */
const endpoint = <Address extends string, Of extends Route>(
  { db, log, now }: Parts,
  { address, route, handler }: Served<Address, Of, User>,
): RequestHandler => {
  const once = createOnceSigned(db, now);
  // What sellers may is kept apart by keys of idempotency, or changes nothing.
  const isDoneOnce = route.who === 'admin' && address.startsWith('POST ');
  return async (request, response) => {
    const caller = callerOf(request);
    const { portalId, userId, userEmail } = caller;
    const signature = signatureOf(request);
    const callLog = log.child({ route: address, portalId, userId });
    const answer = async (): Promise<Result<AnswerOf<Of>, CardError>> => {
      if (route.who === 'admin' && !(await isAdmin(db, caller))) return fail(notPermitted);
      const call = readCall(address, route, request);
      if (!call.ok) return fail(invalid(call.failure));
      if (isDoneOnce && !(await once.take({ portalId, signature }))) return fail(taken);
      const actor = { portalId, by: userEmail.toLowerCase() };
      return handler({ ...call.value, caller, portalId, actor, log: callLog });
    };
    try {
      response.json(envelope(await answer()));
    } catch (error) {
      if (isDoneOnce) await once.giveBack(signature).catch(() => undefined);
      const reference = crypto.randomUUID().slice(0, 8);
      const level = isDatabaseAway(error) ? 'warn' : 'error';
      callLog[level]({ err: error, reference }, 'a call by a user failed in a way that it should not');
      response.json(envelope(fail(unexpected(reference))));
    }
  };
};

/** The routes that users of HubSpot call, each behind the check of HubSpot's signature. */
export const userEndpoints = <All extends Routes>(
  { signed, ...parts }: Parts & { signed: readonly RequestHandler[] },
  routes: All,
  handlers: UserHandlers<All>,
): Router => mountRoutes(Router(), { routes, handlers }, (served) => [...signed, endpoint(parts, served)]);
