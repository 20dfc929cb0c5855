const DAY_MS = 86_400_000;

/** The time so many days ago, to the hour, so that it stays the same while somebody looks; undefined without a number. */
export const daysAgo = (days: string, now: number): string | undefined => {
  const number = Number(days);
  if (days === '' || !Number.isFinite(number)) return undefined;
  const at = now - number * DAY_MS;
  return new Date(at - (at % 3_600_000)).toISOString();
};
