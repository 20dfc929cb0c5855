import type { CrmRecord } from '../../../sandbox/hubspot/state/model.ts';
import type { Contract } from '../../../sandbox/spotdraft/state/model.ts';
import { compositeId, dealIdsNow, dealNow, portalId, type Facts, type Violation } from './facts.ts';

const statusNames: Record<Contract['status'], string> = {
  DRAFT: 'draft',
  REDLINING: 'review',
  SIGN: 'signing',
  EXECUTED: 'executed',
  ON_HOLD: 'on_hold',
  VOIDED: 'voided',
};

const isOpen = ({ status }: Contract): boolean => status !== 'EXECUTED' && status !== 'VOIDED';
const time = (stamp: string | null): number => (stamp === null ? 0 : Date.parse(stamp));

const newest = (contracts: readonly Contract[], by: (contract: Contract) => number): Contract | undefined =>
  [...contracts].sort((a, b) => by(b) - by(a) || (compositeId(b) > compositeId(a) ? 1 : -1))[0];

/** Which contract a deal should show: written anew here, from the documented rule and nothing of the service's. */
const headlineOf = (contracts: readonly Contract[]): Contract | undefined =>
  newest(contracts.filter(isOpen), ({ createdAt }) => time(createdAt)) ??
  newest(
    contracts.filter(({ status }) => status === 'EXECUTED'),
    ({ executedAt }) => time(executedAt),
  ) ??
  newest(contracts, ({ createdAt }) => time(createdAt));

const expected = (stageOf: Facts['stage'], contracts: readonly Contract[]): Record<string, string> => {
  const headline = headlineOf(contracts);
  const template = stageOf.spotdraft.state.workspaces.production.templates.find(
    ({ id }) => id === headline?.templateId,
  );
  return headline === undefined
    ? {}
    : {
        dealdraft_status: statusNames[headline.status],
        dealdraft_contract_id: compositeId(headline),
        dealdraft_contract_name: headline.name,
        dealdraft_template: template?.name ?? '',
        dealdraft_contract_count: String(contracts.length),
        dealdraft_open_contract_count: String(contracts.filter(isOpen).length),
      };
};

const dealsOf = ({ stage }: Facts): CrmRecord[] =>
  dealIdsNow(stage)
    .map((id) => stage.hubspot.control.record('deals', id, portalId))
    .filter(({ archived }) => !archived);

const differences = (deal: CrmRecord, wanted: Record<string, string>): string[] =>
  Object.entries(wanted).flatMap(([name, value]) => {
    const stands = deal.properties[name] ?? '';
    return stands === value ? [] : [`${name} is "${stands}", not "${value}"`];
  });

/** 3: every deal's properties equal what the truth implies. */
export const dealsTellTheTruth = (facts: Facts): Violation[] =>
  dealsOf(facts).flatMap((deal): Violation[] => {
    const contracts = facts.truth.filter(
      (contract) => dealNow(facts.stage, contract) === deal.id && !contract.deleted,
    );
    const wrong = differences(deal, expected(facts.stage, contracts));
    const headline = headlineOf(contracts);
    const executedAt = Date.parse(deal.properties['dealdraft_executed_at'] ?? '');
    if (headline?.status === 'EXECUTED' && !(Math.abs(executedAt - time(headline.executedAt)) < 1000))
      wrong.push(
        `dealdraft_executed_at is "${deal.properties['dealdraft_executed_at'] ?? ''}", not "${headline.executedAt ?? ''}"`,
      );
    return wrong.length === 0
      ? []
      : [{ invariant: '3 deals tell the truth', text: `deal ${deal.id}: ${wrong.join('; ')}` }];
  });

/** 3, before anything is repaired: what the service holds for written is what HubSpot has. */
export const writtenIsWritten = (facts: Pick<Facts, 'stage' | 'ledger' | 'projections'>): Violation[] =>
  facts.projections.flatMap(({ dealId, desired, dirtySince, parked }): Violation[] => {
    const deal = facts.stage.hubspot.control.record('deals', dealId, portalId);
    // What somebody wrote over since is the sweep's to find.
    const byHand = facts.ledger.scribbled.has(dealId);
    if (dirtySince !== null || parked !== null || deal.archived || byHand) return [];
    // The time of verification is written along with other changes only.
    const { dealdraft_verified_at: _when, ...compared } = desired;
    const wrong = Object.entries(compared).flatMap(([name, value]) => {
      const stands = deal.properties[name] ?? '';
      return stands === value || Date.parse(stands) === Date.parse(value)
        ? []
        : [`${name} is "${stands}", not "${value}"`];
    });
    return wrong.length === 0
      ? []
      : [
          {
            invariant: '3 written is written',
            text: `deal ${dealId} counts as written, but ${wrong.join('; ')}`,
          },
        ];
  });

/** 4: every executed contract has its PDF and note on the deal exactly once. */
export const signedOnce = (facts: Facts): Violation[] => {
  const invariant = '4 signed document once';
  const portal = facts.stage.hubspot.control.portal(portalId);
  const notes = [...portal.records.values()].filter(({ type, archived }) => type === 'notes' && !archived);
  return facts.truth.flatMap((contract): Violation[] => {
    const name = compositeId(contract);
    const files = [...portal.files.values()].filter(
      (file) => file.name.includes(`(${name})`) || file.name.includes(`(${name}).pdf`),
    );
    if (contract.status !== 'EXECUTED')
      return files.length === 0
        ? []
        : [{ invariant, text: `${name} is ${contract.status} and has a signed file` }];
    const [file] = files;
    if (file === undefined || files.length > 1)
      return [{ invariant, text: `${name} has ${String(files.length)} files` }];
    if (Buffer.from(file.bytes.subarray(0, 5)).toString('latin1') !== '%PDF-')
      return [{ invariant, text: `the file of ${name} is not a PDF` }];
    const attached = notes.filter(({ properties }) =>
      (properties['hs_attachment_ids'] ?? '').split(';').includes(file.id),
    );
    const onDeal = attached.filter(
      ({ id }) =>
        portal.associations.get(`deals/${dealNow(facts.stage, contract)}`)?.has(`notes/${id}`) === true,
    );
    if (attached.length !== 1 || onDeal.length !== 1)
      return [
        {
          invariant,
          text: `${name} has ${String(attached.length)} notes, ${String(onDeal.length)} on its deal`,
        },
      ];
    return [];
  });
};
