import { useState } from 'react';
import { usePaused } from './use-paused.ts';

/** A search text: as it is typed, and as it is asked for once nobody has typed for a moment. */
export const useSearch = (): { text: string; asked: string; set: (text: string) => void } => {
  const [text, set] = useState('');
  return { text, asked: usePaused(text.trim()), set };
};
