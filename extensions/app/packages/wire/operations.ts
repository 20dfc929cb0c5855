/** What the operations of the service show and take. Used by the health page, the operator's doors and tests. */
const repairKinds = [
  'status', // the status, which no webhook had told
  'details', // name, link or reference
  'adopted', // a contract that carries our metadata and had no row
  'gone', // SpotDraft does not list it any more
  'doubled', // a second contract for one request
  'document', // a signed document that was not on its deal
  'deal', // properties on the deal that were not what we wrote
  'deal_gone', // a deal that was deleted without a webhook
  'deal_back', // a deal that is there again
  'work', // work that had lost its job
] as const;
export type RepairKind = (typeof repairKinds)[number];
export type RepairCounts = Partial<Record<RepairKind, number>>;

const sweepCauses = ['schedule', 'start', 'outage', 'silence', 'demand'] as const;
export type SweepCause = (typeof sweepCauses)[number];

/** What a replay would change; nothing of it was done. */
export type ReplayPreview = {
  deliveryId: string;
  outcome: string;
  outcomeText: string | null;
  contract: { id: string; name: string; statusBefore: string; statusAfter: string } | null;
  /** Lines that the timeline would gain. */
  events: { kind: string; mark: string | null }[];
  /** Work that would follow, by name. */
  jobs: string[];
  /** One sentence for a person. */
  text: string;
};
