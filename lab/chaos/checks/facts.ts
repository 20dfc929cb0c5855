import type { Contract } from '../../../sandbox/spotdraft/state/model.ts';
import type { Ledger } from '../people/ledger.ts';
import { recurring } from '../stage/settle.ts';
import { portalId, type Stage } from '../stage/stage.ts';

export type Violation = { invariant: string; text: string };

type RequestRow = {
  id: string;
  dealId: string;
  templateId: number;
  state: string;
  refusal: { message?: string } | null;
};
type ContractRow = {
  id: string;
  portalId: number;
  dealId: string;
  requestId: string | null;
  spotdraftId: string;
  numericId: number;
  status: string;
  goneAt: Date | null;
};
type DeliveryRow = {
  id: string;
  source: string;
  body: Buffer;
  outcome: string;
  repeats: number;
  activity: string | null;
};
type EventRow = {
  id: string;
  contractId: string;
  kind: string;
  fromStatus: string | null;
  toStatus: string | null;
  at: Date;
  receivedAt: Date;
  how: string;
};
export type ProjectionRow = {
  dealId: string;
  desired: Record<string, string>;
  dirtySince: Date | null;
  parked: string | null;
};
type ProblemRow = { kind: string; key: string; context: unknown; detail: string | null };
type ExecutionRow = { callbackId: string; state: string; outcome: string | null; report: string | null };
type JobRow = { id: string; name: string; state: string; data: Record<string, unknown>; output: unknown };

/** Everything the checks look at, read once when all is quiet. */
export type Facts = {
  stage: Stage;
  ledger: Ledger;
  /** SpotDraft's contracts that carry our mark. */
  truth: Contract[];
  requests: RequestRow[];
  contracts: ContractRow[];
  events: EventRow[];
  deliveries: DeliveryRow[];
  projections: ProjectionRow[];
  problems: ProblemRow[];
  jobs: JobRow[];
  executions: ExecutionRow[];
};

export const compositeId = ({ prefix, id }: Contract): string => `${prefix}-${String(id)}`;
const metadata = (contract: Contract): Record<string, unknown> => contract.externalMetadata ?? {};
const recordData = (contract: Contract): Record<string, unknown> =>
  (metadata(contract)['record_data'] ?? {}) as Record<string, unknown>;
export const requestIdOf = (contract: Contract): string => String(recordData(contract)['request_id'] ?? '');
export const dealIdOf = (contract: Contract): string =>
  String(metadata(contract)['id'] ?? '').replace('hubspot-deal-', '');
/** The deal to which an id leads: its own, or the one that came of a merge. */
const leadsTo = (stage: Stage, dealId: string): string => {
  const { mergedInto } = stage.hubspot.control.record('deals', dealId, portalId);
  return mergedInto === null ? dealId : leadsTo(stage, mergedInto);
};
/** The deals of the stage as they are now. */
export const dealIdsNow = (stage: Stage): string[] => [
  ...new Set(stage.dealIds.map((dealId) => leadsTo(stage, dealId))),
];
/** The deal that a contract is about: the one it was made for, or the one that came of merging it. */
export const dealNow = (stage: Stage, contract: Contract): string => leadsTo(stage, dealIdOf(contract));
export const portalIdOf = (contract: Contract): number => Number(recordData(contract)['portal_id']);

export const readFacts = async (stage: Stage, ledger: Ledger): Promise<Facts> => ({
  stage,
  ledger,
  truth: [...stage.spotdraft.state.contracts.values()].filter(
    (contract) =>
      contract.workspace === 'production' &&
      String(metadata(contract)['id'] ?? '').startsWith('hubspot-deal-'),
  ),
  requests: await stage.query('SELECT id, "dealId", "templateId", state, refusal FROM request'),
  contracts: await stage.query(
    'SELECT id, "portalId", "dealId", "requestId", "spotdraftId", "numericId", status, "goneAt" FROM contract',
  ),
  events: await stage.query(
    'SELECT id, "contractId", kind, "fromStatus", "toStatus", at, "receivedAt", how FROM contract_event ORDER BY "receivedAt", id',
  ),
  deliveries: await stage.query('SELECT id, source, body, outcome, repeats, activity FROM delivery'),
  projections: await stage.query('SELECT "dealId", desired, "dirtySince", parked FROM deal_projection'),
  problems: await stage.query('SELECT kind, key, context, detail FROM problem WHERE "clearedAt" IS NULL'),
  executions: await stage.query('SELECT "callbackId", state, outcome, report FROM workflow_execution'),
  jobs: await stage.query(
    `SELECT id, name, state::text, data, output FROM pgboss.job WHERE state::text <> 'completed' AND NOT ${recurring}`,
  ),
});

export { portalId };
