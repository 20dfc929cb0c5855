import { setImmediate as turn } from 'node:timers/promises';
import pino from 'pino';
import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { gatherWrites, Overloaded } from '../../../src/platform/database/gathered-writes.ts';
import { answerFailure } from '../../../src/platform/http/answer-failure.ts';

/** A database that commits when told, and refuses what it is told to refuse. */
const database = (refuses: (item: number) => string | null = () => null) => {
  const statements: { items: readonly number[]; commit: () => void }[] = [];
  const write = async (items: readonly number[]): Promise<string[]> => {
    await new Promise<void>((commit) => statements.push({ items, commit }));
    const code = items.map(refuses).find((each) => each !== null);
    if (code !== undefined) throw Object.assign(new Error('refused'), { code });
    return items.map((item) => `stored ${String(item)}`);
  };
  let committed = 0;
  const commitAll = async (): Promise<void> => {
    for (let idle = 0; idle < 5; idle += 1) {
      await turn();
      if (committed < statements.length) idle = 0;
      for (; committed < statements.length; committed += 1) statements[committed]?.commit();
    }
  };
  return { statements, write, commitAll };
};
const plain = { sizeOf: () => 1, refused: (item: number) => `refused ${String(item)}` };

describe('gathered writes', () => {
  it('answer nobody before the commit, and put what comes meanwhile into the next statement', async () => {
    const { statements, write, commitAll } = database();
    const { take } = gatherWrites({ ...plain, write });
    const answered: string[] = [];
    const ask = (item: number): Promise<unknown> => take([item]).then((got) => answered.push(...got));
    const all = [ask(1), ask(2)];
    await turn();
    await turn();
    all.push(ask(3));
    await turn();
    await turn();
    for (const item of [4, 5, 6]) all.push(ask(item));
    await turn();
    await turn();
    expect(statements.map(({ items }) => items)).toEqual([[1, 2], [3]]);
    expect(answered).toEqual([]);
    await commitAll();
    await Promise.all(all);
    expect(statements.map(({ items }) => items)).toEqual([[1, 2], [3], [4, 5, 6]]);
    expect(answered.sort()).toEqual([1, 2, 3, 4, 5, 6].map((item) => `stored ${String(item)}`));
  });

  it('store the neighbors of one item that Postgres refuses, and tell whose fault it was', async () => {
    const { statements, write, commitAll } = database((item) => (item === 13 ? '54000' : null));
    const { take } = gatherWrites({ ...plain, write });
    const some = take(Array.from({ length: 100 }, (_, index) => index));
    await commitAll();
    const got = await some;
    expect(got.filter((each) => each.startsWith('refused'))).toEqual(['refused 13']);
    expect(got.filter((each) => each.startsWith('stored'))).toHaveLength(99);
    expect(statements.length).toBeLessThan(20);
  });

  it('try again when two statements collided, and fail all when the database is away', async () => {
    let collisions = 3;
    const colliding = database(() => (collisions-- > 0 ? '40P01' : null));
    const first = gatherWrites({ ...plain, write: colliding.write }).take([1]);
    await colliding.commitAll();
    expect(await first).toEqual(['stored 1']);
    const away = database(() => 'ECONNREFUSED');
    const second = gatherWrites({ ...plain, write: away.write }).take([1, 2]);
    const failed = expect(second).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await away.commitAll();
    await failed;
    expect(away.statements).toHaveLength(1);
  });

  it('refuse at once what there is no room for, by number and by size, and have room again', async () => {
    const { write, commitAll } = database();
    const { take } = gatherWrites({
      write,
      refused: plain.refused,
      sizeOf: (item) => item,
      queue: { items: 3, bytes: 10 },
    });
    await expect(take([11])).rejects.toThrow(Overloaded);
    const three = take([1, 1, 1]);
    await expect(take([1])).rejects.toThrow(Overloaded);
    await commitAll();
    await three;
    const again = take([1]);
    await commitAll();
    expect(await again).toEqual(['stored 1']);
  });

  it('that have no room are answered 503 with the time to come again', async () => {
    const app = express();
    app.get('/', () => {
      throw new Overloaded();
    });
    app.use(answerFailure(pino({ level: 'silent' })));
    const answer = await request(app).get('/');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});
