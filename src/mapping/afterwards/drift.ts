import type { Json, Plan, PlanLine } from '@dealdraft/wire/plan.ts';
import { recordPath } from '../records/record-path.ts';
import { rowChanges, rowChangesInWords } from './row-changes.ts';
import { sameJson } from '../values/same-json.ts';

/**
 * A value of the contract that the deal no longer agrees with. `canUpdate`: SpotDraft takes another value for it after
 * the contract was made, as it does for variables, but not for parties, signatories and the name, nor to empty a variable.
 */
export type Change = { target: string; label: string; was: string; now: string; canUpdate: boolean };

/**
 * Compares the plan that was sent with one made now by the same mapping version: what the contract says, who its parties
 * are and who signs. Metadata is for systems; nobody has to decide about it, so it is brought up to date and never told.
 * A value that became missing, wrong or ambiguous counts as changed too. Lines that never went to SpotDraft (skipped,
 * blank) are compared as nothing.
 */
export function compareWithDeal(sent: Pick<Plan, 'lines'>, fresh: Pick<Plan, 'lines'>): Change[] {
  const before = told(sent);
  const after = told(fresh);
  const places = new Set([...before.keys(), ...after.keys()]);
  return [...places].flatMap((each) => change(before.get(each), after.get(each)) ?? []);
}

const told = ({ lines }: Pick<Plan, 'lines'>): Map<string, PlanLine> =>
  new Map(lines.filter((line) => !isRecordData(line)).map((line) => [place(line), line]));

/** What a contract was made of, once its metadata is as the deal has it now. */
export function withMetadataOf(sent: Plan, fresh: Plan): Plan {
  return {
    ...sent,
    lines: [...sent.lines.filter((line) => !isRecordData(line)), ...fresh.lines.filter(isRecordData)],
    contract: { ...sent.contract, recordData: fresh.contract.recordData },
  };
}

const place = ({ section, target }: PlanLine): string => `${section}/${target}`;

const isRecordData = ({ target }: PlanLine): boolean => target.startsWith(recordPath);

/** Whether SpotDraft can be brought to this value. A variable can be changed, but not emptied. */
const canReach = (line: PlanLine, value: Json): boolean =>
  isRecordData(line) || (line.section === 'data' && value !== null);

/** What a contract was made of, once all that can be updated has been: the rest stays as it was sent. */
export function afterUpdate(sent: Plan, fresh: Plan): Plan {
  const lines = new Map(sent.lines.filter((line) => !isRecordData(line)).map((line) => [place(line), line]));
  for (const line of fresh.lines) if (canReach(line, line.value)) lines.set(place(line), line);
  return {
    ...fresh,
    lines: [...lines.values()],
    contract: {
      ...sent.contract,
      contractData: { ...sent.contract.contractData, ...fresh.contract.contractData },
      recordData: fresh.contract.recordData,
    },
  };
}

function change(was: PlanLine | undefined, now: PlanLine | undefined): Change | null {
  const line = now ?? was;
  const [before, after]: [Json, Json] = [was?.value ?? null, now?.value ?? null];
  if (line === undefined || sameJson(before, after)) return null;
  const { target, label } = line;
  if (isRows(before) && isRows(after)) {
    const words = rowChangesInWords(rowChanges(before, after));
    return { target, label, was: was?.display ?? '', now: words, canUpdate: canReach(line, after) };
  }
  return { target, label, was: shown(was), now: shown(now), canUpdate: canReach(line, after) };
}

const isRows = (value: Json): value is Json[] =>
  Array.isArray(value) &&
  value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));

function shown(line: PlanLine | undefined): string {
  if (line === undefined || line.status === 'skipped' || line.status === 'blank') return 'nothing';
  if (line.status === 'choose') return 'several records match';
  return line.value === null ? 'nothing that can be sent' : line.display;
}

/** "Changed since this contract: amount, 2 line items". */
export function driftInWords(changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  const names = changes.slice(0, 4).map(({ label, now }) => (/line items?\b/.test(now) ? now : label));
  const more = changes.length > names.length ? ` and ${changes.length - names.length} more` : '';
  return `Changed since this contract: ${names.join(', ')}${more}`;
}
