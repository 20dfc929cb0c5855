import type { Need } from './step.ts';

/** Why a step was skipped for want of this, and what to give. */
export const wants: Record<Need, string> = {
  hubspot: 'No HubSpot account was given (HUBSPOT_TOKEN).',
  app: 'The HubSpot app’s HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET were not given.',
  refreshToken: 'No refresh token was given (HUBSPOT_REFRESH_TOKEN).',
  refreshTokenToRevoke: 'No refresh token was given that may be revoked (HUBSPOT_REFRESH_TOKEN_TO_REVOKE).',
  requiredStage: 'No stage that requires a property was named (--required-stage).',
  spotdraft: 'No SpotDraft workspace was given (SPOTDRAFT_BASE_URL and its credentials).',
  executed: 'No executed contract was named (--executed).',
  listener: 'Nothing receives webhooks (--listen and PUBLIC_ORIGIN).',
  email: 'No inbox of yours was named for SpotDraft’s emails (--email).',
};
