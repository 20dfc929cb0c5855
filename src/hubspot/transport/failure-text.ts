import { operations } from './failure.ts';
import type { FailureDetail, FailureText, Operation } from './failure.ts';
import { absentText } from './scopes.ts';

export type TextFacts = {
  operation: Operation;
  status: number | null;
  correlationId: string | null;
  said: string;
};

/** The sentences for a failure. `said` is the vendor's own message: it may hold values of records, so it is shown to admins and kept out of logs. */
export const failureText = (facts: TextFacts, detail: FailureDetail): FailureText => ({
  log: logLine(facts, detail),
  admin: adminText(facts, detail),
  seller: sellerText(operations[facts.operation], detail),
});

const logLine = ({ operation, status, correlationId }: TextFacts, detail: FailureDetail): string => {
  const parts = [status === null ? 'no answer' : `HTTP ${status}`];
  if (detail.kind === 'throttled') parts.push(detail.policy);
  if (detail.kind === 'missing_scopes') parts.push(`scopes ${detail.scopes.join(' ') || 'not named'}`);
  if (detail.kind === 'invalid')
    parts.push(...detail.fields.map((field) => `${field.property} ${field.code}`));
  if (detail.kind === 'missing_values') parts.push(...detail.values.map(({ property }) => property));
  if ('retryAfterMs' in detail && detail.retryAfterMs !== undefined)
    parts.push(`retry after ${detail.retryAfterMs} ms`);
  if (correlationId !== null) parts.push(`correlation ${correlationId}`);
  return `HubSpot ${operation}: ${detail.kind} (${parts.join(', ')})`;
};

const adminText = ({ operation, said, correlationId, status }: TextFacts, detail: FailureDetail): string => {
  const could = `DealDraft could not ${operations[operation]}`;
  const quote = said === '' ? '' : ` HubSpot said: "${said}"`;
  const reference = correlationId === null ? '' : ` (reference ${correlationId})`;
  switch (detail.kind) {
    case 'unauthorized':
      return `${could}: HubSpot no longer accepts the connection of this account. The app was uninstalled or its access revoked. Reconnect DealDraft on the settings page.`;
    case 'missing_scopes': {
      const absent = absentText(detail.scopes);
      if (absent !== null) return `${could}: ${absent}`;
      return `${could}: the connection lacks ${detail.scopes.length === 0 ? 'a permission' : `the permission ${detail.scopes.join(', ')}`}. Reconnect DealDraft and grant it.${quote}`;
    }
    case 'not_found':
      return `${could}: HubSpot has no such record. It was deleted or merged, or the id is of another account.${quote}`;
    case 'conflict':
      return `${could}: it collides with what HubSpot already has. Nothing was overwritten.${quote}`;
    case 'invalid':
      return `${could}: HubSpot refused the values${named(detail.fields)}. Correct them, or the mapping that makes them.${quote}`;
    case 'missing_values':
      return operation === 'createNote'
        ? `${could}: this HubSpot account requires ${names(detail.values)} on notes. Make the property optional in HubSpot, then retry.`
        : `${could}: this HubSpot account requires ${names(detail.values)}. Fill in what's missing on the deal. DealDraft then continues on its own.`;
    case 'locked':
      return `${could}: HubSpot has locked the record for another change. DealDraft tries again by itself.`;
    case 'migrating':
      return `${could}: HubSpot is moving this account to another data centre. DealDraft goes on in ${duration(detail.retryAfterMs)}, without your doing.`;
    case 'throttled':
      return detail.policy === 'DAILY'
        ? `${could}: the account's daily limit of API calls is used up. DealDraft goes on when it resets, in ${duration(detail.retryAfterMs)}. See which integration uses the calls under Development, Monitoring.`
        : `${could}: the account's limit of API calls was reached for a moment. DealDraft goes on in ${duration(detail.retryAfterMs)}.`;
    case 'unavailable':
      return `${could}: HubSpot ${status === null ? 'did not answer' : `has a fault of its own (HTTP ${status})`}${reference}. DealDraft tries again by itself; if it lasts, see status.hubspot.com.`;
    case 'unreachable':
      return `${could}: no connection to HubSpot could be made, so nothing was sent. DealDraft tries again by itself; if it lasts, check the network of the service.`;
    case 'unclear':
      return `${could} for certain: the call was sent, and the connection ended before HubSpot answered. DealDraft looks at what HubSpot has before it sends again.`;
    case 'unreadable':
      return `${could}: HubSpot answered in a form DealDraft does not know${reference}. If it lasts, tell the people who run DealDraft.`;
    case 'too_large':
      return `${could}: it is larger than can be sent in one call. Make it smaller and try again.${quote}`;
  }
};

const sellerText = (doing: string, detail: FailureDetail): string => {
  switch (detail.kind) {
    case 'unauthorized':
      return `DealDraft is disconnected from HubSpot and could not ${doing}. Ask your HubSpot admin to reconnect it.`;
    case 'missing_scopes':
      return `DealDraft is not allowed to ${doing}. Ask your HubSpot admin to reconnect it with the missing permission.`;
    case 'not_found':
      return `DealDraft could not ${doing}, because the record no longer exists. Reload the page to see what is there now.`;
    case 'conflict':
      return `DealDraft could not ${doing}, because it already exists in another form. Your admin can see the details on the health page.`;
    case 'invalid':
      return `HubSpot did not accept the values${named(detail.fields)}. Correct them on the deal, or ask your admin to look at the mapping.`;
    case 'missing_values':
      return `DealDraft could not ${doing}, because HubSpot requires ${names(detail.values)}. Fill in what's missing, or ask your HubSpot admin.`;
    case 'throttled':
      return detail.policy === 'DAILY'
        ? `HubSpot takes no more calls today, so DealDraft could not ${doing}. It goes on by itself when the limit resets.`
        : `HubSpot is busy, so DealDraft could not ${doing} yet. Try again in a few seconds.`;
    case 'locked':
      return `HubSpot is just changing this record, so DealDraft could not ${doing} yet. Try again in a few seconds.`;
    case 'migrating':
    case 'unavailable':
      return `HubSpot is not available right now, so DealDraft could not ${doing}. It goes on by itself; nothing is lost.`;
    case 'unreachable':
      return `HubSpot could not be reached, so DealDraft could not ${doing}. Try again in a minute.`;
    case 'unclear':
      return `HubSpot did not answer in time, so it is not yet known whether DealDraft could ${doing}. It checks by itself; there is no need to repeat it.`;
    case 'unreadable':
      return `DealDraft could not ${doing}, because HubSpot's answer made no sense. Try again; if it stays, tell your admin.`;
    case 'too_large':
      return `DealDraft could not ${doing}, because it is too large for HubSpot. Tell your admin.`;
  }
};

const names = (fields: readonly { property: string }[]): string =>
  [...new Set(fields.map((field) => field.property))].join(', ');
const named = (fields: readonly { property: string }[]): string =>
  fields.length === 0 ? '' : ` of ${names(fields)}`;

const duration = (ms: number): string => {
  if (ms < 90_000) return `${Math.max(1, Math.ceil(ms / 1000))} s`;
  if (ms < 5_400_000) return `${Math.ceil(ms / 60_000)} minutes`;
  return `${Math.ceil(ms / 3_600_000)} hours`;
};
