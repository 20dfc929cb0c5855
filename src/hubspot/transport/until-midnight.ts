/** Milliseconds until the next midnight in a time zone, where HubSpot's daily limit resets. An unknown zone counts as UTC. */
export const untilMidnight = (now: number, timeZone: string): number => {
  const parts = clock(timeZone).formatToParts(now);
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const elapsed = ((read('hour') % 24) * 3600 + read('minute') * 60 + read('second')) * 1000 + (now % 1000);
  return 86_400_000 - elapsed;
};

const clock = (timeZone: string): Intl.DateTimeFormat => {
  const format = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...format, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' });
  }
};
