import { scopeTable, type ScopeRow } from './scopes.ts';

/** What an account granted, and what it was asked for when it did. Both are empty for a private app's token, of which HubSpot does not tell. */
export type Consent = { grantedScopes: readonly string[]; askedScopes: readonly string[] };

export type ScopeJudgment = {
  /** A new consent is needed: DealDraft did not ask for these when the account was connected. */
  again: ScopeRow[];
  /** Asked for and not given, because the account does not have what they are for. */
  absent: ScopeRow[];
};

export const judgeScopes = (
  { grantedScopes, askedScopes }: Consent,
  table: readonly ScopeRow[] = scopeTable,
): ScopeJudgment => {
  if (grantedScopes.length === 0) return { again: [], absent: [] };
  const lacking = table.filter(({ scope }) => !grantedScopes.includes(scope));
  const isAbsent = ({ scope, kind }: ScopeRow): boolean => kind === 'optional' && askedScopes.includes(scope);
  return { again: lacking.filter((row) => !isAbsent(row)), absent: lacking.filter(isAbsent) };
};

/** Whether an account is known not to have granted a scope. */
export const lacksScope = ({ grantedScopes }: Pick<Consent, 'grantedScopes'>, scope: string): boolean =>
  grantedScopes.length > 0 && !grantedScopes.includes(scope);
