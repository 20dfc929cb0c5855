import { readAuth } from '../state/extensions.ts';

export interface InstallJudgment {
  scopes: string[];
  optionalScopes: string[];
  /** Why HubSpot does not let anybody install the app by this URL; null when it does. */
  refused: string | null;
}

const insufficient =
  'Authorization failed because the provided scopes are insufficient. Please contact the app developer.';
const mismatch =
  "Authorization failed because there is a mismatch between the scopes in the install URL and the app's configured scopes. Please contact the app developer.";

const listOf = (query: URLSearchParams, name: string): string[] =>
  (query.get(name) ?? '').split(' ').filter(Boolean);

/**
 * Holds an install URL against the app's configuration, as HubSpot does: `scope` names every required scope, and
 * besides those only conditionally required ones; `optional_scope` names optional ones only.
 *
 * https://knowledge.hubspot.com/integrations/resolve-a-request-for-integration-permissions-error
 */
export function judgeInstall(extensionsDir: string, query: URLSearchParams): InstallJudgment {
  const [scopes, optionalScopes] = [listOf(query, 'scope'), listOf(query, 'optional_scope')];
  const asked = { scopes, optionalScopes, refused: null };
  const auth = readAuth(extensionsDir);
  // A sandbox without a project has no app to hold it against.
  if (auth === null) return asked;
  if (!auth.requiredScopes.every((one) => scopes.includes(one))) return { ...asked, refused: insufficient };
  const inScope = [...auth.requiredScopes, ...auth.conditionallyRequiredScopes];
  const agrees =
    scopes.every((one) => inScope.includes(one)) &&
    optionalScopes.every((one) => auth.optionalScopes.includes(one));
  return agrees ? asked : { ...asked, refused: mismatch };
}
