import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { userById } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import { detail, standardError } from '../state/reply.ts';
import type { Refusal } from '../state/reply.ts';
import type { User, Workspace } from '../state/model.ts';

export type Caller = { ok: true; workspace: Workspace; user: User } | { ok: false; refusal: Refusal };

/** Who calls: the workspace by `client-id` and `client-secret`, the person by `user-email` or the credential's own user. */
export function authenticate(core: Core, headers: IncomingHttpHeaders): Caller {
  const id = header(headers, 'client-id');
  const secret = header(headers, 'client-secret');
  if (id === '' || secret === '')
    return { ok: false, refusal: detail(401, 'Authentication credentials were not provided.') };
  const workspace = Object.values(core.state.workspaces).find((one) => one.clientId === id);
  if (!workspace || !equal(workspace.clientSecret, secret))
    return { ok: false, refusal: detail(401, 'Invalid credentials.') };
  const email = header(headers, 'user-email').toLowerCase();
  const user =
    email === ''
      ? userById(workspace, workspace.credentialUserId)
      : workspace.users.find((one) => one.email.toLowerCase() === email);
  if (!user?.isActive) {
    return {
      ok: false,
      refusal: standardError(403, 'SD_PUBLIC_00004', 'User is not an active member of this workspace.'),
    };
  }
  return { ok: true, workspace, user };
}

/** Which workspace a call is for, whether or not its secret is right: faults are aimed with this. */
export const workspaceByClient = (core: Core, headers: IncomingHttpHeaders): Workspace | undefined =>
  Object.values(core.state.workspaces).find((one) => one.clientId === header(headers, 'client-id'));

const header = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

const equal = (one: string, other: string): boolean => {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
};
