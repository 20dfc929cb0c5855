import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isDatabaseAway } from '../../platform/database/is-database-away.ts';
import type { SignedIdentity } from './signed-identity.ts';
import type { CardError, Envelope } from '@dealdraft/wire/card.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { jsonBody, rawBody } from '../../platform/http/read-body.ts';
import { callerOf } from './signed-by-hubspot.ts';

/** Ids in addresses: a deal's is HubSpot's number, all others are ours. */
const parameters = z.object({
  dealId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  contractId: z.uuid().optional(),
  requestId: z.uuid().optional(),
  actionId: z.uuid().optional(),
  ruleId: z.uuid().optional(),
  setId: z.uuid().optional(),
  firingId: z.uuid().optional(),
  workspaceId: z.uuid().optional(),
  templateId: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .optional(),
  number: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .optional(),
  runId: z.uuid().optional(),
  problemId: z.uuid().optional(),
  deliveryId: z.uuid().optional(),
});

export type CardCall<Body> = {
  caller: SignedIdentity;
  body: Body;
  /** A part of the address; asking for one that the path does not have is a bug. */
  param: (name: keyof z.infer<typeof parameters>) => string;
  query: (name: string) => string | undefined;
  log: Logger;
};

/** One endpoint of the card or the settings page as a value. */
export type CardEndpoint<Body = unknown> = {
  method: 'get' | 'post';
  path: string;
  body?: z.ZodType<Body>;
  answer: (call: CardCall<Body>) => Promise<Result<unknown, CardError>>;
};

const send = <Data>(result: Result<Data, CardError>): Envelope<Data> =>
  result.ok ? { ok: true, data: result.value } : { ok: false, error: result.failure };

const invalid = (issues: readonly { path: PropertyKey[]; message: string }[]): CardError => ({
  code: 'invalid',
  message: 'Something in this form is not filled in as it must be; correct it and try again.',
  fields: issues.map((issue) => {
    const target = issue.path.map(String).join('.');
    return { target, label: target, message: issue.message };
  }),
  canRetry: false,
});

/**
 * Parses, calls the one use case, answers. Expected failures are 200 with an envelope. A fault of ours is too, for
 * HubSpot would repeat a 5xx by itself and hide its text; it is logged with an id that the person can quote.
 */
export const cardDoor =
  <Body>(endpoint: CardEndpoint<Body>, log: Logger): RequestHandler =>
  async (request, response) => {
    const caller = callerOf(request);
    const { portalId, userId } = caller;
    const callLog = log.child({ door: endpoint.path, portalId, userId });
    const params = parameters.safeParse(request.params);
    const json =
      endpoint.body === undefined
        ? { success: true as const, data: undefined as Body }
        : endpoint.body.safeParse(jsonBody(rawBody(request)));
    if (!params.success || !json.success) {
      const issues = !params.success ? params.error.issues : json.success ? [] : json.error.issues;
      response.json(send({ ok: false, failure: invalid(issues) }));
      return;
    }
    try {
      const result = await endpoint.answer({
        caller,
        body: json.data,
        log: callLog,
        param: (name) => {
          const value = params.data[name];
          if (value === undefined) throw new Error(`${endpoint.path} has no ${name}`);
          return value;
        },
        query: (name) => {
          const value = request.query[name];
          return typeof value === 'string' ? value : undefined;
        },
      });
      response.json(send(result));
    } catch (error) {
      const reference = crypto.randomUUID().slice(0, 8);
      const level = isDatabaseAway(error) ? 'warn' : 'error';
      callLog[level]({ err: error, reference }, 'a card call failed in a way that it should not');
      response.json(
        send({
          ok: false,
          failure: {
            code: 'unexpected',
            message: `Something went wrong on DealDraft's side and nothing was changed by this click; try again, and tell your admin the reference ${reference} if it stays.`,
            canRetry: true,
          },
        }),
      );
    }
  };
