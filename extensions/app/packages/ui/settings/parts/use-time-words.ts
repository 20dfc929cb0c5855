import { exactTime, timeAgo } from '../../format/time.ts';
import { useNow } from '../../kit/time/use-now.ts';
import { useSettings } from './settings-services.ts';

/** "3 minutes ago", in the reader's language. */
export const useTimeWords = (): { ago: (iso: string | null) => string; exact: (iso: string) => string } => {
  const { clock, locale } = useSettings();
  const now = useNow(clock);
  return {
    ago: (iso) => (iso === null ? 'never' : timeAgo(iso, now, locale)),
    exact: (iso) => exactTime(iso, locale),
  };
};
