import type { z } from 'zod';
import type { Admin, Deps, TemplateKey } from '../deps.ts';
import { isAdmin } from './access.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, type Result } from '@dealdraft/wire/result.ts';
import type { CardCall, CardEndpoint } from '../../hubspot/inbound/card-door.ts';

type Answer = Promise<Result<unknown, CardError>>;
export type AdminCall<Body> = CardCall<Body> & { admin: Admin; portalId: number };

const notPermitted: CardError = {
  code: 'not_permitted',
  message: 'Only an admin of DealDraft may see and change this; ask one to do it, or to make you an admin.',
  canRetry: false,
};

/** Doors that ask for an admin before anything else. */
export const adminDoors = (deps: Deps) => {
  const forAdmins =
    <Body>(answer: (call: AdminCall<Body>) => Answer) =>
    async (call: CardCall<Body>): Answer => {
      const { portalId, userEmail } = call.caller;
      if (!(await isAdmin(deps.db, call.caller))) return fail(notPermitted);
      return answer({ ...call, portalId, admin: { portalId, by: userEmail.toLowerCase() } });
    };
  return {
    get: (path: string, answer: (call: AdminCall<unknown>) => Answer): CardEndpoint => ({
      method: 'get',
      path,
      answer: forAdmins(answer),
    }),
    /** Without a body. */
    ask: (path: string, answer: (call: AdminCall<unknown>) => Answer): CardEndpoint => ({
      method: 'post',
      path,
      answer: forAdmins(answer),
    }),
    post: <Body>(
      path: string,
      body: z.ZodType<Body>,
      answer: (call: AdminCall<Body>) => Answer,
    ): CardEndpoint => ({ method: 'post', path, body, answer: forAdmins(answer) }) as CardEndpoint,
  };
};
export type AdminDoors = ReturnType<typeof adminDoors>;

/** The template that an address names. */
export const keyOf = ({ param }: Pick<CardCall<unknown>, 'param'>): TemplateKey => ({
  workspaceId: param('workspaceId'),
  templateId: Number(param('templateId')),
});
