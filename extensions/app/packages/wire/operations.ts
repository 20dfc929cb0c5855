/** What the operations of the service show and take. Used by the health page, the operator's routes and tests. */
export type RepairKind =
  /** The status, which no webhook had told. */
  | 'status'
  /** Name, link or reference. */
  | 'details'
  /** A contract that carries our metadata and had no row. */
  | 'adopted'
  /** SpotDraft does not list it any more. */
  | 'gone'
  /** A second contract for one request. */
  | 'doubled'
  /** A signed document that was not on its deal. */
  | 'document'
  /** Properties on the deal that were not what we wrote. */
  | 'deal'
  /** A deal that was deleted without a webhook. */
  | 'deal_gone'
  /** A deal that is there again. */
  | 'deal_back'
  /** Work that had lost its job. */
  | 'work';
export type RepairCounts = Partial<Record<RepairKind, number>>;

export type SweepCause = 'schedule' | 'start' | 'outage' | 'silence' | 'demand';

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
