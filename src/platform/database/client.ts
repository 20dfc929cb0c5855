import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client.ts';

/** A connection or a transaction: query functions take either as their first argument. */
export type Db = Prisma.TransactionClient;
export type Database = PrismaClient;

/** `max` connections at most; a caller waits at most 10 s for one, so a lost database shows as an error, not a hang. */
export const openDatabase = (url: string, max: number): Database =>
  new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
    }),
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
