import type { z } from 'zod';
import type { Core } from '../state/core.ts';
import { fieldErrors, notFound } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import type { Contract, User, Workspace } from '../state/model.ts';
import { readBody } from '../validate/create-request.ts';
import type { Performer } from '../webhooks/payload.ts';

/** One authenticated call. */
export interface Call {
  core: Core;
  workspace: Workspace;
  /** Who the call acts as: `user-email`, or the user behind the credential. */
  user: User;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  rawBody: string;
}

/**
 * One documented operation. `{composite}` in the path stands for `T-1`, `{int}` for digits, `{text}` for anything; the
 * closing slash, or its absence, is part of the path.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  handle(call: Call): Reply | Promise<Reply>;
}

export const endpoint = (method: Endpoint['method'], path: string, handle: Endpoint['handle']): Endpoint => ({
  method,
  path,
  handle,
});

/** An operation on one contract; a contract that is deleted, unknown or another workspace's is simply not found. */
export const onContract = (
  method: Endpoint['method'],
  path: string,
  handle: (call: Call, contract: Contract) => Reply | Promise<Reply>,
): Endpoint =>
  endpoint(method, path, (call) => {
    const contract = findContract(call, call.params['composite'] ?? call.params['int'] ?? '');
    return contract ? handle(call, contract) : notFound;
  });

/** Finds by `T-12`, `H-12`, or plain `12`; a wrong prefix finds nothing. */
export function findContract(
  { core, workspace }: Pick<Call, 'core' | 'workspace'>,
  id: string,
): Contract | undefined {
  const [, prefix, digits] = /^(?:([TH])-)?(\d+)$/.exec(id) ?? [];
  const contract = core.state.contracts.get(Number(digits));
  if (!contract || contract.deleted || contract.workspace !== workspace.name) return undefined;
  return prefix === undefined || contract.prefix === prefix ? contract : undefined;
}

/** Runs the rest with a body that fits the schema, or answers with field errors. */
export function withBody<Schema extends z.ZodType>(
  call: Call,
  schema: Schema,
  next: (value: z.infer<Schema>) => Reply | Promise<Reply>,
): Reply | Promise<Reply> {
  const read = readBody(schema, call.body ?? {});
  return read.ok ? next(read.value) : fieldErrors(read.errors);
}

export const performer = (call: Call): Performer => ({ name: call.user.name, email: call.user.email });
