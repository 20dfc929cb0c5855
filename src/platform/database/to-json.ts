import type { Prisma } from './generated/client.ts';

/**
 * A value for a JSON column. Prisma's type asks for an index signature, which no named type of ours has; nothing but what
 * JSON can say goes through here, for all of it comes from JSON or is made of texts and numbers.
 */
export const toJson = (value: object): Prisma.InputJsonObject => value as Prisma.InputJsonObject;
