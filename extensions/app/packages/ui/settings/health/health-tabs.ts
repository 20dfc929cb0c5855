export const healthTabs = [
  { id: 'overview', title: 'Now' },
  { id: 'problems', title: 'Problems' },
  { id: 'deliveries', title: 'Deliveries' },
  { id: 'sweeps', title: 'Sweeps' },
  { id: 'dead', title: 'Given up' },
  { id: 'calls', title: 'Calls' },
] as const;
export type HealthTab = (typeof healthTabs)[number]['id'];
