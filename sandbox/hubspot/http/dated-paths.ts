/** The dated addresses of the same operations, in the words of the older ones. */
const dated: [RegExp, string][] = [
  [/^\/crm\/objects\/2026-0[39]\/([^/]+)\/([^/]+)\/associations\//, '/crm/v4/objects/$1/$2/associations/'],
  [/^\/crm\/objects\/2026-0[39]\//, '/crm/v3/objects/'],
  [/^\/crm\/associations\/(?:2026-0[39]|v4)\//, '/crm/v4/associations/'],
  [/^\/crm\/(properties|pipelines|owners)\/2026-0[39](?=\/|$)/, '/crm/v3/$1'],
  [/^\/files\/2026-0[39]\//, '/files/v3/'],
  [/^\/automation\/actions\/callbacks\/2026-0[39]\//, '/automation/v4/actions/callbacks/'],
  [/^\/appinstalls\/2026-0[39]\//, '/appinstalls/v3/'],
  [/^\/account-info\/2026-0[39]\//, '/account-info/v3/'],
];

export const plainPath = (path: string): string => {
  const [pattern, replacement] = dated.find(([one]) => one.test(path)) ?? [];
  return pattern && replacement !== undefined ? path.replace(pattern, replacement) : path;
};
