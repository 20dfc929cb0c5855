import type { Need } from './step.ts';

/** Why a step was skipped, and what to provide so that it runs. */
export const wants: Record<Need, string> = {
  hubspot: 'Needs a HubSpot account (HUBSPOT_TOKEN).',
  app: "Needs the HubSpot app's HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET.",
  refreshToken: 'Needs a refresh token (HUBSPOT_REFRESH_TOKEN).',
  refreshTokenToRevoke: 'Needs a refresh token it can revoke (HUBSPOT_REFRESH_TOKEN_TO_REVOKE).',
  requiredStage: 'Needs a deal stage with a required property (--required-stage).',
  spotdraft: 'Needs a SpotDraft workspace (SPOTDRAFT_BASE_URL and credentials).',
  executed: 'Needs an executed contract (--executed).',
  listener: 'Needs to receive webhooks (--listen and PUBLIC_ORIGIN).',
  email: "Needs your email address for SpotDraft's emails (--email).",
};
