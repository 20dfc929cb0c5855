import { describe, expect, it } from 'vitest';
import { withDatabase } from '../../../src/platform/database/with-database.ts';

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
const work = (): Promise<string> => Promise.resolve('done');
const patient = { waitMs: 5_000, everyMs: 1 };

describe('waiting for the database', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', '57P01', '57P03'])(
    'is worth it after %s',
    async (code) => {
      const { connect, tried } = failing(code, code, null);
      expect(await withDatabase('postgresql://x', { ...patient, connect }, work)).toBe('done');
      expect(tried()).toBe(3);
    },
  );

  it.each(['28P01', '3D000', 'ENOTFOUND'])('is not after %s', async (code) => {
    const { connect, tried } = failing(code);
    await expect(withDatabase('postgresql://x', { ...patient, connect }, work)).rejects.toThrow(code);
    expect(tried()).toBe(1);
  });

  it('ends when its time is over', async () => {
    const { connect, tried } = failing('ECONNREFUSED');
    await expect(withDatabase('postgresql://x', { waitMs: 30, everyMs: 5, connect }, work)).rejects.toThrow(
      'ECONNREFUSED',
    );
    expect(tried()).toBeGreaterThan(1);
  });

  it('is told once, before the first pause', async () => {
    const told: number[] = [];
    const { connect, tried } = failing('ECONNREFUSED', 'ECONNREFUSED', null);
    const onWait = (): void => void told.push(tried());
    expect(await withDatabase('postgresql://x', { ...patient, connect, onWait }, work)).toBe('done');
    expect(told).toEqual([1]);
  });
  it('is told while a server neither answers nor refuses', async () => {
    let answer = (): void => undefined;
    const connect = (): Promise<void> =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const onWait = (): void => {
      answer();
    };
    expect(await withDatabase('postgresql://x', { ...patient, silentMs: 1, connect, onWait }, work)).toBe(
      'done',
    );
  });
  it('is told to nobody when the database is there', async () => {
    const onWait = (): void => {
      throw new Error('nobody waits');
    };
    const { connect } = failing(null);
    expect(await withDatabase('postgresql://x', { ...patient, connect, onWait }, work)).toBe('done');
  });

  it.each([
    Object.assign(new Error('Server has closed the connection.'), { code: 'P1017' }),
    new Error('Connection terminated unexpectedly'),
    new Error('ConnectionClosed'),
    Object.assign(new Error("Raw query failed. Message: `Can't reach database server at x`"), {
      code: 'P2010',
    }),
  ])('and for one that goes away meanwhile: $message', async (error) => {
    const { connect } = failing(null);
    let begun = 0;
    const twice = (): Promise<string> => {
      begun += 1;
      return begun < 3 ? Promise.reject(error) : Promise.resolve('done');
    };
    expect(await withDatabase('postgresql://x', { ...patient, connect }, twice)).toBe('done');
    expect(begun).toBe(3);
  });

  it('is not when something else failed', async () => {
    const { connect, tried } = failing(null);
    const broken = (): Promise<string> => Promise.reject(new Error('listen EADDRINUSE'));
    await expect(withDatabase('postgresql://x', { ...patient, connect }, broken)).rejects.toThrow(
      'EADDRINUSE',
    );
    expect(tried()).toBe(1);
  });
});
