/** What a record page tells its cards: a person edited properties here, or everything should be read again. */
export type RecordNews = { kind: 'edit'; names: string[] } | { kind: 'refresh' };

export type RecordWatch = {
  tell: (news: RecordNews) => void;
  subscribe: (listener: (news: RecordNews) => void) => () => void;
};

/** One per record page. As in HubSpot, edits made elsewhere (API, workflows) are not told. */
export const createRecordWatch = (): RecordWatch => {
  const listeners = new Set<(news: RecordNews) => void>();
  return {
    tell: (news) => {
      for (const listener of [...listeners]) listener(news);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The names to tell a watcher of, or null when the news is not for it: a refresh is read by the page, not told. */
export const newsFor = (names: string[] | '*', news: RecordNews): string[] | null => {
  if (news.kind === 'refresh') return null;
  const touched = names === '*' ? news.names : news.names.filter((name) => names.includes(name));
  return touched.length === 0 ? null : touched;
};
