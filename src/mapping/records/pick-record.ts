import type { Association } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { AssociatedRecord, CrmRecord, SourceObject } from '@dealdraft/wire/records.ts';
import { objectWords, recordDetail, recordLabel } from './record-label.ts';
import type { Scope } from './scope.ts';
import { fault, own } from '../values/value.ts';
import type { Fault } from '../values/value.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

/** The record that is meant, and why it is that one. */
export type Picked = { record: CrmRecord; because: string };

/** Under this key a person's answer to "which one?" is given back: `company`, or `contact[billing]` for a label. */
const choiceKey = (object: SourceObject, association: Association | undefined): string =>
  association?.label === undefined ? object : `${object}[${fold(association.label)}]`;

/** Chosen by a person → with the label → primary → the only one → ask. Never the first of several. */
export function pickRecord(
  scope: Scope,
  object: SourceObject,
  association: Association | undefined,
): Result<Picked, Fault> {
  const { deal, owner } = scope.records;
  if (object === 'deal') return ok({ record: deal, because: '' });
  const [one] = objectWords[object];
  if (object === 'owner')
    return owner
      ? ok({ record: owner, because: '' })
      : none(scope, `the deal has no owner`, 'Assign an owner to the deal.');

  if (object === 'quote' && scope.records.quotesClosed === true)
    return fault(
      'no_access',
      'DealDraft has no access to quotes in this HubSpot account',
      'Ask an admin to give DealDraft access, or to map another source.',
    );

  const wanted = association ?? sectionDefault(scope, object);
  const all = associated(scope, object);
  const chosen = own(scope.choices, choiceKey(object, wanted));
  // A record that was merged since it was chosen is the one that came of it.
  const answer =
    all.find(({ record }) => record.id === chosen) ??
    all.find(({ mergedIds = [] }) => chosen !== undefined && mergedIds.includes(chosen));
  if (answer) return ok({ record: answer.record, because: 'chosen' });

  const label = wanted?.label === undefined ? undefined : fold(wanted.label);
  const labeled =
    label === undefined ? [] : all.filter((each) => each.labels.some((its) => fold(its) === label));
  if (labeled.length === 0 && wanted?.label !== undefined && wanted.orElse === 'missing')
    return none(
      scope,
      `no ${one} on the deal is labeled “${wanted.label}”`,
      `Give the right ${one} that label.`,
    );
  const candidates = labeled.length > 0 ? labeled : all;
  if (candidates.length === 0)
    return none(scope, `the deal has no ${one}`, `Associate a ${one} with the deal.`);

  const suffix = labeled.length > 0 ? `labeled “${wanted?.label ?? ''}”` : '';
  const [only, second] = candidates;
  if (only && !second) return ok({ record: only.record, because: suffix || `the only ${one}` });
  const primary = candidates.filter((each) => each.isPrimary);
  const [first, another] = primary;
  if (first && !another) return ok({ record: first.record, because: suffix || `the primary ${one}` });
  return ask(object, wanted, candidates);
}

function sectionDefault(scope: Scope, object: SourceObject): Association | undefined {
  return object === 'company' || object === 'contact' ? scope.associations[object] : undefined;
}

function associated(scope: Scope, object: 'company' | 'contact' | 'quote'): AssociatedRecord[] {
  const { companies, contacts, quotes } = scope.records;
  const all = { company: companies, contact: contacts, quote: quotes }[object];
  return all.filter((each, index) => all.findIndex(({ record }) => record.id === each.record.id) === index);
}

function none(scope: Scope, why: string, fix: string): { ok: false; failure: Fault } {
  const failed = fault('no_record', why, fix);
  return {
    ok: false,
    failure: { ...failed.failure, link: { object: 'deal', recordId: scope.records.deal.id } },
  };
}

function ask(
  object: SourceObject,
  association: Association | undefined,
  candidates: AssociatedRecord[],
): { ok: false; failure: Fault } {
  const [, many] = objectWords[object];
  const label = association?.label === undefined ? '' : ` for “${association.label}”`;
  const failed = fault(
    'choose_record',
    `the deal has ${candidates.length} ${many}${label} and none is the primary one`,
    'Choose which one this contract is about.',
  );
  const choices = candidates.map(({ record, labels }) => ({
    recordId: record.id,
    label: recordLabel(object, record),
    detail: [...labels, recordDetail(object, record)].filter((part) => part !== '').join(' · '),
  }));
  return { ok: false, failure: { ...failed.failure, choiceKey: choiceKey(object, association), choices } };
}
