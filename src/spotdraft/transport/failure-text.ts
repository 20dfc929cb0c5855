import type { ErrorBody } from './error-body.ts';
import {
  operations,
  type FailureKind,
  type FailureText,
  type InvalidField,
  type Operation,
} from './failure.ts';

export type Said = { status: number | null; body: ErrorBody };

/** Codes whose plain words help more than SpotDraft's own. */
const codeSentences: Readonly<Record<string, string>> = {
  SD_PUBLIC_00009: 'the contract is executed, and its values do not change any more',
  SD_CONTRACTS_00093: 'the relation would lead back to the same contract',
  SD_CONTRACTS_00152: 'another group of approvers is at work on it',
  SD_CONTRACTS_00289: 'its contract type has no published upload workflow in SpotDraft',
  SD_CONTRACT_APPROVALS_00001: "the workspace uses SpotDraft's newer approvals, which are requested there",
  SD_INTEGRATIONS_00030: 'the record type does not fit the integration set up in SpotDraft',
  SD_INTEGRATIONS_00021: 'SpotDraft does not know this integration set-up',
};

/** A sentence names so many fields; the failure lists them all. */
const fieldsInSentence = 3;
/** Django's names for what is wrong with the whole. */
const wholeBody = new Set(['non_field_errors', '__all__']);

const withoutStop = (text: string): string => text.trim().replace(/\.+$/, '');

const fieldText = ({ field, messages }: InvalidField): string => {
  const said = withoutStop(messages.join(' '));
  return wholeBody.has(field) ? said : `${field}: ${said}`;
};

const fieldsText = (fields: readonly InvalidField[]): string => {
  const rest = fields.length - fieldsInSentence;
  const named = fields.slice(0, fieldsInSentence).map(fieldText).join('; ');
  return rest > 0 ? `${named}; and ${String(rest)} more` : named;
};

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join(' — ');

/**
 * A failure in one sentence each for the log, the admin and the seller: what happened, why, what to do next. SpotDraft's
 * own words are part of it where they help; the log has them always.
 */
export const textOf = (operation: Operation, kind: FailureKind, { status, body }: Said): FailureText => {
  const what = operations[operation];
  const said = withoutStop(body.message);
  const fields = fieldsText(body.fields);
  const facts = [kind, status, body.code].filter((fact) => fact !== null).join(' ');
  const heard = joined(said, fields);
  const log = `SpotDraft could not ${what}: ${facts}${heard === '' ? '' : ` (${heard})`}`;
  const why = joined((body.code === null ? undefined : codeSentences[body.code]) ?? said, fields);
  return { log, ...sentences[kind](what, why, operation) };
};

type Sentences = Pick<FailureText, 'admin' | 'seller'>;
const both = (sentence: string): Sentences => ({ admin: sentence, seller: sentence });
const inBrackets = (why: string): string => (why === '' ? '' : ` (${why})`);
const afterColon = (why: string): string => (why === '' ? '' : `: ${why}`);

const notUnderstood = (what: string): Sentences => ({
  admin: `SpotDraft answered in a way that DealDraft does not understand when it tried to ${what}; check the base URL in Settings → DealDraft → Connections, else tell whoever runs DealDraft.`,
  seller: `SpotDraft answered in a way that DealDraft does not understand when it tried to ${what}; tell the admin of DealDraft.`,
});
const away = (what: string): Sentences =>
  both(
    `SpotDraft does not answer at the moment, so DealDraft could not ${what}; nothing is lost, try again in a minute.`,
  );
const notAllowedNow = (what: string, why: string): Sentences =>
  both(
    `SpotDraft does not let DealDraft ${what} now${afterColon(why)}; see in SpotDraft what it waits for, then try again.`,
  );

const sentences: Record<FailureKind, (what: string, why: string, operation: Operation) => Sentences> = {
  unauthorized: (what) => ({
    admin: `SpotDraft refused the API credentials, so DealDraft could not ${what}; enter new ones in Settings → DealDraft → Connections.`,
    seller: `SpotDraft no longer accepts DealDraft's connection, so it could not ${what}; ask the admin of DealDraft to renew it.`,
  }),
  forbidden: (what, why) => ({
    admin: `The SpotDraft user that DealDraft acts as may not ${what}${inBrackets(why)}; give the user the permission or choose another user.`,
    seller: `DealDraft is not allowed to ${what} in SpotDraft; ask the admin of DealDraft to have it allowed.`,
  }),
  not_found: (what, why) =>
    both(
      `DealDraft could not ${what}, because SpotDraft does not show it${/^not found$/i.test(why) ? '' : inBrackets(why)}; check in SpotDraft whether it still exists.`,
    ),
  invalid: (what, why) =>
    both(`SpotDraft refused what DealDraft sent to ${what}${afterColon(why)}; correct it and try again.`),
  business_rule: notAllowedNow,
  conflict: notAllowedNow,
  too_large: (what) =>
    both(`It is too large for SpotDraft, so DealDraft could not ${what}; make it smaller and try again.`),
  throttled: (what) =>
    both(
      `SpotDraft is receiving too many calls, so DealDraft waits before it tries to ${what}; it goes on by itself.`,
    ),
  feature_off: (what) =>
    both(
      `This SpotDraft workspace cannot ${what}, because the feature is switched off there; ask SpotDraft to switch it on.`,
    ),
  unavailable: (what, why, operation) =>
    operation === 'openDownload'
      ? both(
          `The link that SpotDraft gave did not bring the document${inBrackets(why)}; try again, for every try asks for a new link.`,
        )
      : away(what),
  unreachable: away,
  unclear: (what) =>
    both(
      `SpotDraft broke off while DealDraft tried to ${what}; DealDraft finds out whether it happened before it tries again.`,
    ),
  redirected: notUnderstood,
  unreadable: notUnderstood,
};
