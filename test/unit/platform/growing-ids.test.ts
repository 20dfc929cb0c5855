import { expect, it } from 'vitest';
import { createIds } from '../../../src/platform/database/growing-ids.ts';

it('ids grow, also within a millisecond, also when there are more than fit into one, and when the clock goes back', () => {
  let time = 1_790_000_000_000;
  const next = createIds(() => time);
  const ids = Array.from({ length: 10_000 }, (_, index) => {
    if (index === 9_000) time -= 5_000;
    if (index === 9_500) time += 60_000;
    return next();
  });
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
