export type Route =
  | { page: 'deals'; portalId: number; view: 'list' | 'board' }
  | { page: 'record'; portalId: number; dealId: string }
  | { page: 'settings'; portalId: number }
  | { page: 'workflows'; portalId: number }
  | { page: 'properties'; portalId: number }
  | { page: 'start' };

const patterns: [RegExp, (parts: string[]) => Route][] = [
  [
    /^\/contacts\/(\d+)\/objects\/0-3\/views\/[^/]+\/(list|board)\/?$/,
    ([portal, view]) => ({
      page: 'deals',
      portalId: Number(portal),
      view: view === 'board' ? 'board' : 'list',
    }),
  ],
  [
    /^\/contacts\/(\d+)\/(?:record\/0-3|deal)\/(\d+)/,
    ([portal, deal]) => ({ page: 'record', portalId: Number(portal), dealId: deal ?? '' }),
  ],
  [
    /^\/(?:settings|connected-apps|integrations-settings)\/(\d+)/,
    ([portal]) => ({ page: 'settings', portalId: Number(portal) }),
  ],
  [/^\/workflows\/(\d+)/, ([portal]) => ({ page: 'workflows', portalId: Number(portal) })],
  [/^\/property-settings\/(\d+)/, ([portal]) => ({ page: 'properties', portalId: Number(portal) })],
];

/** HubSpot's own addresses, as cards and people know them. */
export const routeOf = (path: string): Route => {
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(path);
    if (match !== null) return make(match.slice(1));
  }
  return { page: 'start' };
};

export const addressOf = {
  deals: (portalId: number, view: 'list' | 'board' = 'list') =>
    `/contacts/${String(portalId)}/objects/0-3/views/all/${view}`,
  deal: (portalId: number, dealId: string) => `/contacts/${String(portalId)}/record/0-3/${dealId}`,
  settings: (portalId: number) => `/settings/${String(portalId)}/connected-apps/dealdraft`,
  workflows: (portalId: number) => `/workflows/${String(portalId)}`,
  properties: (portalId: number) => `/property-settings/${String(portalId)}/properties`,
};
