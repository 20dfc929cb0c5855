import { randomBytes } from 'node:crypto';

/** Asking the system for eight bytes costs as much as asking for many. */
const stockBytes = 4_096;

/**
 * Ids grow with time, so that indexes grow at their end, and in the order of arrival, in which notices are applied.
 * RFC 9562, version 7, with a counter in place of the first random bits.
 */
export const createIds = (clock: () => number = Date.now): (() => string) => {
  let last = 0;
  let count = 0;
  let stock = Buffer.alloc(0);
  let used = 0;
  return () => {
    const now = clock();
    count = now > last ? 0 : count + 1;
    // More than fit into a millisecond borrow from the next.
    if (count > 0xfff) {
      last += 1;
      count = 0;
    }
    last = Math.max(last, now);
    const time = last.toString(16).padStart(12, '0');
    if (used === stock.length) {
      stock = randomBytes(stockBytes);
      used = 0;
    }
    const random = stock.subarray(used, (used += 8));
    random.writeUInt8((random.readUInt8(0) & 0x3f) | 0x80, 0);
    const tail = random.toString('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
};
