import { describe, expect, it } from 'vitest';
import { isDatabaseAway } from '../../../src/platform/database/is-database-away.ts';

const withCode = (code: string, message = 'no'): Error => Object.assign(new Error(message), { code });

describe('the database is away', () => {
  it.each([
    ['refuses connections', withCode('ECONNREFUSED')],
    ['cuts them', withCode('ECONNRESET')],
    ['shuts down, as the driver says it', withCode('57P01')],
    ['starts, as the driver says it', withCode('57P03')],
    ['is not reached, as Prisma says it', withCode('P1001')],
    ['cuts a connection that has no code for it', new Error('Connection terminated unexpectedly')],
    [
      'shuts down, as Prisma says it of a read',
      withCode(
        'P2010',
        '\nInvalid `prisma.portal.findMany()` invocation:\n\n\nDatabase error. Code: `57P03`. Message: `the database system is shutting down`',
      ),
    ],
    [
      'refuses connections, as the job queue says it of a worker: no error, but an object',
      { message: 'connect ECONNREFUSED 127.0.0.1:5432 (Queue: deal.write, Worker: 1)' },
    ],
  ])('%s', (_how, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['a deadlock', withCode('P2010', 'Raw query failed. Code: `40P01`. Message: `deadlock detected`')],
    ['a row that is there already', withCode('P2002')],
    ['a bug', new TypeError('x is not a function')],
    ['a sentence', 'connect ECONNREFUSED'],
    ['nothing', null],
  ])('but not for %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});
