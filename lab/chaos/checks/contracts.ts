import type { DealView } from '@dealdraft/wire/card.ts';
import type { Wish } from '../people/ledger.ts';
import {
  compositeId,
  dealIdOf,
  dealNow,
  portalId,
  portalIdOf,
  requestIdOf,
  type Facts,
  type Violation,
} from './facts.ts';

/** 1: each accepted request has exactly one contract at SpotDraft, or one refusal that was shown. */
export const oneContractEach = async ({ stage, ledger, truth, requests }: Facts): Promise<Violation[]> => {
  const invariant = '1 one contract for each request';
  const found: Violation[] = [];
  const wishes = new Map(
    ledger.wishes.flatMap((wish) =>
      wish.answer.kind === 'accepted' ? [[wish.answer.requestId, wish] as const] : [],
    ),
  );
  for (const [requestId, { dealId, story }] of wishes) {
    const who = `request ${requestId} (story ${String(story.number)}, deal ${dealId})`;
    const made = truth.filter((contract) => requestIdOf(contract) === requestId);
    const row = requests.find(({ id }) => id === requestId);
    if (row === undefined) found.push({ invariant, text: `${who} was accepted and is not stored` });
    else if (made.length > 1)
      found.push({
        invariant,
        text: `${who} made ${String(made.length)} contracts: ${made.map(compositeId).join(', ')}`,
      });
    else if (made.length === 0 && row.state !== 'refused')
      found.push({ invariant, text: `${who} made no contract and stands at "${row.state}"` });
    else if (made.length === 1 && row.state !== 'created')
      found.push({ invariant, text: `${who} made a contract and stands at "${row.state}"` });
    else if (row.state === 'refused' && !(await refusalIsShown({ stage }, dealId, requestId)))
      found.push({ invariant, text: `${who} was refused and the card does not say so` });
  }
  // The same key is the same wish: it must have got the same answer each time.
  for (const [key, same] of Map.groupBy(ledger.wishes, (wish) => wish.key)) {
    const ids = new Set(same.flatMap(({ answer }) => (answer.kind === 'accepted' ? [answer.requestId] : [])));
    if (ids.size > 1) found.push({ invariant, text: `key ${key} was given ${String(ids.size)} requests` });
  }
  return found;
};

const refusalIsShown = async (
  { stage }: Pick<Facts, 'stage'>,
  dealId: string,
  requestId: string,
): Promise<boolean> => {
  const view = await stage.card<DealView>('GET', `/api/card/deals/${dealId}`);
  const shown = view?.ok === true ? view.data.requests.find(({ id }) => id === requestId) : undefined;
  return shown?.state === 'refused' && (shown.message ?? '') !== '';
};

/** 2: no contract without a row, no row without a contract, none under a wrong deal or portal. */
export const joinIsWhole = ({ stage, ledger, truth, contracts }: Facts): Violation[] => {
  const invariant = '2 contracts and rows match';
  const found: Violation[] = [];
  for (const contract of truth) {
    const rows = contracts.filter(({ numericId }) => numericId === contract.id);
    const [row] = rows;
    const name = compositeId(contract);
    if (row === undefined) found.push({ invariant, text: `${name} has no row` });
    else if (rows.length > 1) found.push({ invariant, text: `${name} has ${String(rows.length)} rows` });
    else if (
      row.dealId !== dealNow(stage, contract) ||
      row.portalId !== portalId ||
      portalIdOf(contract) !== portalId
    )
      found.push({
        invariant,
        text: `${name} belongs to deal ${dealNow(stage, contract)} and stands under ${row.dealId}`,
      });
    else if (row.requestId !== requestIdOf(contract))
      found.push({ invariant, text: `${name} stands under another request` });
    const wish = ledger.wishes.find(
      ({ answer }) => answer.kind === 'accepted' && answer.requestId === requestIdOf(contract),
    );
    if (wish !== undefined && (wish.dealId !== dealIdOf(contract) || wish.templateId !== contract.templateId))
      found.push({
        invariant,
        text: `${name} was asked for on deal ${wish.dealId} from template ${String(wish.templateId)}`,
      });
  }
  for (const row of contracts)
    if (!truth.some(({ id }) => id === row.numericId))
      found.push({ invariant, text: `the row of ${row.spotdraftId} has no contract` });
  return found;
};

type Person = { name: string; email: string; sign_order?: number };
type Received = {
  contract_data: unknown;
  contract_name?: string;
  signatories?: Person[];
  counter_party_details: { organization_name?: string; poc_details: { email: string } }[];
  external_metadata: { record_data: Record<string, unknown> };
};

/** What was shown and what was received, in one form: both sides' names for the same things. */
const compared = (
  received: Received,
  shown: Wish['shown'],
): [what: string, received: unknown, shown: unknown][] => [
  ['contract_data', received.contract_data, shown.contractData],
  ['the name', received.contract_name, shown.contractName],
  [
    'the signatories',
    (received.signatories ?? []).map(({ name, email, sign_order }) => [name, email, sign_order]),
    shown.signatories.map(({ name, email, signOrder }) => [name, email, signOrder]),
  ],
  [
    'the counterparties',
    received.counter_party_details.map((one) => [one.organization_name, one.poc_details.email]),
    shown.counterparties.map((one) => [one.organizationName, one.pointOfContact.email]),
  ],
  [
    'the commercial keys',
    Object.keys(shown.recordData).map((key) => received.external_metadata.record_data[key]),
    Object.values(shown.recordData),
  ],
];

/** 6: preview equalled what SpotDraft received, byte for byte. */
export const previewWasSent = ({ ledger, truth }: Facts): Violation[] =>
  ledger.wishes.flatMap(({ answer, shown }): Violation[] => {
    if (answer.kind !== 'accepted') return [];
    const contract = truth.find((one) => requestIdOf(one) === answer.requestId);
    if (contract === undefined) return [];
    return compared(JSON.parse(contract.receivedBody) as Received, shown).flatMap(([what, got, wanted]) =>
      JSON.stringify(got) === JSON.stringify(wanted)
        ? []
        : [
            {
              invariant: '6 the preview was sent',
              text: `${compositeId(contract)}: ${what} is not what the preview showed`,
            },
          ],
    );
  });

/** Each step of a timeline begins where the one before it ended: no worker wrote over another's news. */
export const stepsFollow = ({ contracts, events }: Facts): Violation[] =>
  contracts.flatMap(({ id, spotdraftId, status }): Violation[] => {
    const steps = events.filter((event) => event.contractId === id && event.toStatus !== null);
    const found: Violation[] = [];
    let at: string | null = null;
    for (const step of steps) {
      if (step.fromStatus !== null && at !== null && step.fromStatus !== at)
        found.push({
          invariant: '2 steps follow each other',
          text: `${spotdraftId}: ${step.kind} (${step.how}) went from ${step.fromStatus} while it stood at ${at}`,
        });
      at = step.toStatus;
    }
    if (at !== null && at !== status)
      found.push({
        invariant: '2 steps follow each other',
        text: `${spotdraftId}: the timeline ends at ${at}, the row says ${status}`,
      });
    return found;
  });
