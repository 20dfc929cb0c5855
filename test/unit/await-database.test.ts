import { describe, expect, it } from 'vitest';
import { awaitDatabase } from '../../src/db/await-database.ts';

const failing = (...codes: (string | null)[]) => {
  let tried = 0;
  return {
    tried: () => tried,
    connect: (): Promise<void> => {
      const code = codes[Math.min(tried, codes.length - 1)] ?? null;
      tried += 1;
      return code === null ? Promise.resolve() : Promise.reject(Object.assign(new Error(code), { code }));
    },
  };
};
const patient = { waitMs: 5_000, everyMs: 1 };

describe('waiting for the database', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P03'])(
    'is worth it after %s',
    async (code) => {
      const { connect, tried } = failing(code, code, null);
      await awaitDatabase('postgresql://x', patient, connect);
      expect(tried()).toBe(3);
    },
  );

  it.each(['28P01', '3D000', 'ENOTFOUND'])('is not after %s', async (code) => {
    const { connect, tried } = failing(code);
    await expect(awaitDatabase('postgresql://x', patient, connect)).rejects.toThrow(code);
    expect(tried()).toBe(1);
  });

  it('ends when its time is over', async () => {
    const { connect, tried } = failing('ECONNREFUSED');
    await expect(awaitDatabase('postgresql://x', { waitMs: 30, everyMs: 5 }, connect)).rejects.toThrow(
      'ECONNREFUSED',
    );
    expect(tried()).toBeGreaterThan(1);
  });
});
