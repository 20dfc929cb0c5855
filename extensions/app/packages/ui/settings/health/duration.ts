const UNITS: readonly [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** "3 min": a length of time in its largest unit; a dash for none. */
export const duration = (ms: number | null): string => {
  if (ms === null) return '–';
  const [unit, size] = UNITS.find(([, length]) => ms >= length) ?? (['s', 1_000] as const);
  return `${String(Math.floor(ms / size))} ${unit}`;
};
