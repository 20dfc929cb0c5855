export type Pace = {
  /** Contracts made within the window that ended now. */
  made: number;
  windowMs: number;
  /** What the vendor's limit allows when nothing else is asked of it. */
  mostPerMinute: number;
};

/**
 * Contracts per minute, from what was made lately. Before enough was made to tell, half the limit: after each creation
 * its values are read back, which takes the other half. Never more than the limit, never nothing.
 */
export const perMinute = ({ made, windowMs, mostPerMinute }: Pace): number => {
  const expected = mostPerMinute / 2;
  if (made < 10) return expected;
  return Math.max(1, Math.min(mostPerMinute, (made * 60_000) / windowMs));
};

/** When the contract at this place (1 is next) is expected, in milliseconds since 1970. */
export const expectedAt = (position: number, pace: number, now: number): number =>
  now + Math.ceil((position / Math.max(pace, 1)) * 60_000);
