import { isOpen, type ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { cut } from '@dealdraft/wire/cut.ts';

export type HeadlineContract = {
  spotdraftId: string;
  name: string;
  link: string | null;
  templateName: string | null;
  status: ContractStatus;
  verifiedAt: Date;
  createdAt: Date;
  sentAt: Date | null;
  signedAt: Date | null;
  executedAt: Date | null;
  fileId: string | null;
};

/**
 * Which of a deal's contracts speaks for it on the deal's properties: the newest open one; when none is open, the
 * one executed last; when none was executed, the newest. Voided contracts speak only when there is nothing else.
 */
export const chooseHeadline = <C extends HeadlineContract>(contracts: readonly C[]): C | null => {
  const newestBy = (pick: (contract: C) => Date, list: readonly C[]): C | null =>
    list.reduce<C | null>(
      (best, next) =>
        best === null ||
        pick(next).getTime() > pick(best).getTime() ||
        (pick(next).getTime() === pick(best).getTime() && next.spotdraftId > best.spotdraftId)
          ? next
          : best,
      null,
    );
  return (
    newestBy(
      (c) => c.createdAt,
      contracts.filter((c) => isOpen(c.status)),
    ) ??
    newestBy(
      (c) => c.executedAt ?? c.createdAt,
      contracts.filter((c) => c.status === 'EXECUTED'),
    ) ??
    newestBy((c) => c.createdAt, contracts)
  );
};

const propertyStatus: Record<ContractStatus, string> = {
  DRAFT: 'draft',
  REDLINING: 'review',
  SIGN: 'signing',
  EXECUTED: 'executed',
  ON_HOLD: 'on_hold',
  VOIDED: 'voided',
};

export type DealProperties = Record<string, string>;

const time = (date: Date | null): string => (date === null ? '' : date.toISOString());
/** HubSpot holds at most 65,536 characters in a text property; a name that long is cut, never refused. */
const text = (value: string | null): string => cut(value ?? '', 60_000);

/**
 * The values that the deal's DealDraft properties should have. `extra` are chosen contract metadata under the
 * properties that the admin mapped them to. An empty string clears a property.
 */
export const dealProperties = (
  contracts: readonly HeadlineContract[],
  extra: DealProperties = {},
): DealProperties => {
  const headline = chooseHeadline(contracts);
  const lastFile = contracts
    .filter((contract) => contract.fileId !== null)
    .sort((a, b) => (b.executedAt?.getTime() ?? 0) - (a.executedAt?.getTime() ?? 0))[0];
  return {
    ...extra,
    dealdraft_status: headline === null ? 'none' : propertyStatus[headline.status],
    dealdraft_contract_id: headline?.spotdraftId ?? '',
    dealdraft_contract_name: text(headline?.name ?? null),
    dealdraft_contract_link: headline?.link ?? '',
    dealdraft_template: text(headline?.templateName ?? null),
    dealdraft_verified_at: time(headline?.verifiedAt ?? null),
    dealdraft_sent_at: time(headline?.sentAt ?? null),
    dealdraft_signed_at: time(headline?.signedAt ?? null),
    dealdraft_executed_at: time(headline?.executedAt ?? null),
    dealdraft_contract_count: String(contracts.length),
    dealdraft_open_contract_count: String(contracts.filter((contract) => isOpen(contract.status)).length),
    dealdraft_signed_document: lastFile?.fileId ?? '',
  };
};
