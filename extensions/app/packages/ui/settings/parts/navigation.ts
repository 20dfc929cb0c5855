/** Where on the settings page somebody is. */
export type Place =
  | { page: 'start' }
  | { page: 'templates' }
  | { page: 'template'; workspaceId: string; templateId: number; part: TemplatePart }
  | { page: 'automation' }
  | { page: 'connections' }
  | { page: 'health' }
  | { page: 'orphans' }
  | { page: 'access' };

export type TemplatePart = 'mapping' | 'try' | 'versions';
export type TopPage = Exclude<Place['page'], 'template'>;

export const topPages: readonly { id: TopPage; title: string }[] = [
  { id: 'start', title: 'Get started' },
  { id: 'templates', title: 'Templates' },
  { id: 'automation', title: 'Automation' },
  { id: 'connections', title: 'Connections' },
  { id: 'health', title: 'Health' },
  { id: 'orphans', title: 'Orphan finder' },
  { id: 'access', title: 'Access and audit' },
];

/** The tab that a place belongs to. */
export const tabOf = (place: Place): TopPage => (place.page === 'template' ? 'templates' : place.page);

export const topPage = (id: string | number): Place | null => {
  const found = topPages.find((each) => each.id === id);
  return found === undefined ? null : { page: found.id };
};
