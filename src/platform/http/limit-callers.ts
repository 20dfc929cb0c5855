import type { Request, RequestHandler, Response } from 'express';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { isInside } from '../outbound/reach.ts';
import { refuseUnread } from './read-body.ts';

/** A person's browser asks for a page or two a minute. */
const pagesAMinute = 60;
/** A vendor whose secret was just changed is refused a few times; whoever guesses, more often. */
const refusalsAMinute = 120;

/**
 * Who calls, as far as an address tells: for IPv6 the network, of which one caller has all addresses. Null for an
 * address inside: it is that of a proxy in front, and behind it is everybody.
 */
export const callerKey = (ip: string | undefined): string | null => {
  if (ip === undefined || isInside(ip)) return null;
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(':') : address.toString();
};

const refuse = (request: Request, response: Response, { msBeforeNext }: RateLimiterRes): void => {
  response.set('retry-after', String(Math.ceil(msBeforeNext / 1000)));
  refuseUnread(request, response, { status: 429, message: 'Too many calls; try again later.' });
};

/** Limits for callers who have proved nothing, each process by itself. What a vendor signs has no limit here. */
export const createCallerLimits = (): { pages: RequestHandler; refusals: RequestHandler } => {
  const pages = new RateLimiterMemory({ points: pagesAMinute, duration: 60 });
  const refusals = new RateLimiterMemory({ points: refusalsAMinute, duration: 60 });
  return {
    /** Every call counts: pages that need no signature. */
    pages: async (request, response, next) => {
      const key = callerKey(request.ip);
      const over = key === null ? null : await pages.consume(key).then(() => null, asLimit);
      if (over === null) next();
      else refuse(request, response, over);
    },
    /** Calls that were refused count: who had too many of them is not looked at again for a while. */
    refusals: async (request, response, next) => {
      const key = callerKey(request.ip);
      const state = key === null ? null : await refusals.get(key);
      if (state !== null && state.remainingPoints <= 0) {
        refuse(request, response, state);
        return;
      }
      response.once('finish', () => {
        if (key !== null && response.statusCode === 401) void refusals.consume(key).catch(() => undefined);
      });
      next();
    },
  };
};

/** The limiter rejects with the state of the limit; anything else is a bug. */
const asLimit = (reason: unknown): RateLimiterRes => {
  if (reason instanceof Error) throw reason;
  return reason as RateLimiterRes;
};
