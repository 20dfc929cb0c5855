import type { RequestHandler } from 'express';
import { acceptHubSpotEvents } from './accept-hubspot-events.ts';
import type { Deps } from '../deps.ts';
import type { Intake } from './intake.ts';
import { rawBody } from '../../platform/http/read-body.ts';

/** POST /webhooks/hubspot, behind the signature check: 200 only after every event is stored. */
export const hubspotWebhook =
  (
    around: { deps: Deps; intake: Intake },
    onAccepted: (outcome: string, count: number) => void,
  ): RequestHandler =>
  async (request, response) => {
    const { accepted, repeated, own, unreadable } = await acceptHubSpotEvents(around, rawBody(request));
    onAccepted('new', accepted);
    onAccepted('repeated', repeated);
    onAccepted('own', own);
    onAccepted('unreadable', unreadable);
    response.json({ ok: true });
  };
