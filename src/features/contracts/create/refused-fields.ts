import type { PlanLine } from '@dealdraft/wire/plan.ts';
import type { TemplateAttribute } from '@dealdraft/wire/template.ts';

/** What SpotDraft complains of: `contract_data.term`, `counter_party_details.0.organization_type`. */
type Complaint = { field: string; messages: readonly string[] };
export type RefusedField = { target: string; label: string; message: string };

/** Parts of a counterparty that have another name in a plan than at SpotDraft. */
const partyTargets: Readonly<Record<string, string>> = {
  'poc_details.first_name': 'pointOfContact.firstName',
  'poc_details.last_name': 'pointOfContact.lastName',
  'poc_details.email': 'pointOfContact.email',
  'organization_details.address.country_iso_code': 'address.country',
  'organization_details.jurisdiction_iso_code': 'jurisdiction',
};

const camel = (text: string): string =>
  text.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
/** "organization_type" → "Organization type". */
const words = (text: string): string => {
  const spoken = text.replaceAll(/[_.]+/g, ' ').trim();
  return spoken.charAt(0).toUpperCase() + spoken.slice(1);
};

/** Where a plan shows what SpotDraft names, and how it is called when no plan shows it. */
const place = (field: string): { target: string; spoken: string } => {
  const data = /^contract_data\.(.+)$/.exec(field)?.[1];
  if (data !== undefined) return { target: data, spoken: words(data) };
  const party = /^counter_party_details\.\d+\.(.+)$/.exec(field)?.[1];
  if (party !== undefined) {
    const part = partyTargets[party] ?? camel(party.replace(/^organization_details\./, ''));
    const spoken = words(party.replace(/^(organization_details|poc_details)\./, ''));
    return { target: `counterparty.${part}`, spoken: `${spoken} of the counterparty` };
  }
  const signatory = /^signatories\.(\d+)\.(.+)$/.exec(field);
  if (signatory !== null) {
    const [, index = '0', part = ''] = signatory;
    return {
      target: `signatories.${index}.${camel(part)}`,
      spoken: `Signatory ${String(Number(index) + 1)}: ${words(part).toLowerCase()}`,
    };
  }
  return { target: field, spoken: field };
};

/** What SpotDraft named in a refusal, by the labels that people know from the plan and the template. */
export const refusedFields = (
  complaints: readonly Complaint[],
  { lines, attributes }: { lines: readonly PlanLine[]; attributes: readonly TemplateAttribute[] },
): RefusedField[] =>
  complaints.map(({ field, messages }) => {
    const { target, spoken } = place(field);
    const whole = target.split('.')[0] ?? target;
    const label =
      lines.find((line) => line.target === target)?.label ??
      attributes.find(({ variable }) => variable === target)?.label ??
      lines.find((line) => line.target === whole)?.label ??
      spoken;
    return { target, label, message: messages.join(' ') };
  });

const listed = (labels: readonly string[]): string => {
  const shown = labels.slice(0, 3).map((label) => `“${label}”`);
  const rest = labels.length - shown.length;
  const all = rest === 0 ? shown : [...shown, `${String(rest)} more`];
  return all.length === 1 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
};

/** The refusal in one sentence: what SpotDraft wants, and who can give it. */
export const refusedSentence = (fields: readonly RefusedField[]): string => {
  const labels = [...new Set(fields.map(({ label }) => label))];
  return fields.every(({ message }) => /required|may not be (null|blank)/i.test(message))
    ? `SpotDraft needs ${listed(labels)}, which this contract would not have; fill it in on the deal, or ask your admin to map it.`
    : `SpotDraft did not accept ${listed(labels)}; correct what is listed, or ask your admin to look at the mapping.`;
};
