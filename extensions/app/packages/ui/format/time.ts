const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "40 sec. ago", in the reader's language. Times within the last few seconds, or a little ahead of us, are "just now". */
export const timeAgo = (iso: string, now: number, locale: string): string => {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return 'at an unknown time';
  const seconds = Math.round((now - at) / 1000);
  if (seconds < 5) return 'just now';
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(locale, { style: 'short' }).format(-Math.floor(seconds / size), unit);
};

/** Date and time to the second, in the reader's language and time zone. */
export const exactTime = (iso: string, locale: string): string => {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return 'at an unknown time';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
};

/** The day only. */
export const day = (iso: string, locale: string): string => {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? 'unknown' : new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at);
};
