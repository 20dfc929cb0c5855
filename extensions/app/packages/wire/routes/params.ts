import { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';

const dealId = z.string().regex(/^\d{1,20}$/);
const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

/** Names of things in addresses. A test of isolation puts another account's in each of their places. */
const ids = {
  /** HubSpot's. */
  dealId,
  /** SpotDraft's. */
  templateId: count,
  /** All others are ours. */
  actionId: z.uuid(),
  contractId: z.uuid(),
  deliveryId: z.uuid(),
  firingId: z.uuid(),
  problemId: z.uuid(),
  requestId: z.uuid(),
  ruleId: z.uuid(),
  runId: z.uuid(),
  setId: z.uuid(),
  workspaceId: z.uuid(),
};
export type IdName = keyof typeof ids;

/** Every part that an address of ours can have. */
const parameters = { ...ids, number: count, token: z.string() };
type Parameters = typeof parameters;

type NamesIn<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The variable parts of an address, such as `dealId` of `'GET /api/card/deals/:dealId'`, as they are read. */
export type Params<Address> = {
  [Name in NamesIn<Address>]: Name extends keyof Parameters ? z.output<Parameters[Name]> : never;
};

const isParameter = (name: string): name is keyof Parameters => name in parameters;
const isId = (name: string): name is IdName => name in ids;

const namesIn = (address: string): (keyof Parameters)[] =>
  [...address.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    if (!isParameter(name)) throw new Error(`${address} has a part that params.ts does not know: ${name}`);
    return name;
  });

/** The ids that an address names. */
export const idsIn = (address: string): IdName[] => namesIn(address).filter(isId);

const holds = <At extends string>(address: At, read: unknown): read is Params<At> =>
  typeof read === 'object' && read !== null && namesIn(address).every((name) => name in read);

/** Reads the variable parts of an address, each by its own schema. */
export const readParams = <At extends string>(
  address: At,
  raw: unknown,
): Result<Params<At>, z.core.$ZodIssue[]> => {
  const shape = Object.fromEntries(namesIn(address).map((name) => [name, parameters[name]]));
  const read = z.object(shape).safeParse(raw);
  if (!read.success) return fail(read.error.issues);
  if (!holds(address, read.data)) throw new Error(`${address} was read without all of its parts.`);
  return ok(read.data);
};
