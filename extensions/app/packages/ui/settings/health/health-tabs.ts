export const healthTabs = [
  { id: 'overview', title: 'Now' },
  { id: 'problems', title: 'Problems' },
  { id: 'deliveries', title: 'Webhooks' },
  { id: 'sweeps', title: 'Sync checks' },
  { id: 'dead', title: 'Failed jobs' },
  { id: 'calls', title: 'API log' },
] as const;
export type HealthTab = (typeof healthTabs)[number]['id'];
