import type { ContractFacts, SetFacts } from './facts.ts';

export type SetState = {
  /** When, by which contracts; null while it is not so. */
  executed: Outcome | null;
  declined: Outcome | null;
  voided: Outcome | null;
  /** Names of the templates that still lack an executed contract. */
  missing: string[];
};
type Outcome = { at: number; contractIds: string[] };

const latest = (contracts: readonly ContractFacts[], at: (contract: ContractFacts) => number): Outcome => ({
  at: Math.max(...contracts.map(at)),
  contractIds: contracts.map(({ id }) => id),
});

/**
 * Where a contract set stands on one deal. Executed: each required template has an executed contract, whatever else
 * is open or void beside it. Voided: a required template had contracts, and all of them are void. Declined: somebody
 * declined to sign an open contract of a required template that no executed one stands in for.
 */
export const setState = (set: SetFacts, contracts: readonly ContractFacts[]): SetState => {
  const required = set.members.filter((member) => member.required);
  const byMember = required.map((member) => ({
    name: member.templateName,
    all: contracts.filter(({ templateId }) => templateId === member.templateId),
  }));
  const newestExecuted = byMember.map(({ all }) =>
    all
      .filter(({ status }) => status === 'EXECUTED')
      .toSorted((a, b) => b.statusAt - a.statusAt)
      .at(0),
  );
  const open = byMember.filter((_, index) => newestExecuted[index] === undefined);
  const executed = newestExecuted.flatMap((contract) => contract ?? []);
  const voided = open.filter(({ all }) => all.length > 0 && all.every(({ status }) => status === 'VOIDED'));
  const declined = open.flatMap(({ all }) =>
    all.filter(
      ({ status, declinedAt }) => declinedAt !== null && status !== 'VOIDED' && status !== 'EXECUTED',
    ),
  );
  return {
    executed: required.length > 0 && open.length === 0 ? latest(executed, ({ statusAt }) => statusAt) : null,
    declined: declined.length > 0 ? latest(declined, ({ declinedAt }) => declinedAt ?? 0) : null,
    voided:
      voided.length > 0
        ? latest(
            voided.flatMap(({ all }) => all),
            ({ statusAt }) => statusAt,
          )
        : null,
    missing: open.map(({ name }) => name),
  };
};

/** Words by which a non-disclosure agreement is told from the contracts that make a sale. */
const nda = /\bnda\b|non[- ]?disclosure|confidentiality|geheimhaltung|verschwiegenheit/i;
export const looksLikeNda = (templateName: string): boolean => nda.test(templateName);

/** Nothing but non-disclosure agreements is required: such a set never closes a deal. */
export const isNdaAlone = (set: SetFacts): boolean =>
  set.members.filter(({ required }) => required).every(({ templateName }) => looksLikeNda(templateName));
