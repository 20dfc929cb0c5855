import type { RequestHandler } from 'express';
import { acceptSpotDraftDelivery } from './accept-delivery.ts';
import type { Deps } from '../deps.ts';
import { verifySpotDraftSignature } from '../../spotdraft/inbound/signature.ts';
import { rawBody } from '../../platform/http/read-body.ts';

type Door = {
  deps: Deps;
  onRefusal: (reason: string) => void;
  /** The address is one of ours and the signature does not hold: SpotDraft may have changed its key. */
  onRefusedNotice: (workspace: { portalId: number; workspaceId: string }) => void;
  onAccepted: (outcome: string) => void;
};

const keptHeaders = ['content-type', 'user-agent', 'x-request-id'];

/** POST /webhooks/spotdraft/:token. The token names the workspace, the signature proves the call; 200 only after it is stored. */
export const spotdraftWebhook =
  ({ deps, onRefusal, onRefusedNotice, onAccepted }: Door): RequestHandler =>
  async (request, response) => {
    const refuse = (reason: string): void => {
      onRefusal(reason);
      response.status(401).json({ message: 'The request is not signed as it must be.' });
    };
    const { token } = request.params;
    const workspace =
      typeof token === 'string' && /^[\w-]{32}$/.test(token)
        ? await deps.db.workspace.findUnique({ where: { webhookToken: token } })
        : null;
    if (workspace === null) {
      refuse('unknown workspace');
      return;
    }
    const owner = `workspace:${workspace.id}`;
    const keys = [workspace.hmacKey, workspace.hmacKeyPrevious].flatMap((sealed) =>
      sealed === null ? [] : [deps.sealing.open(sealed, owner)],
    );
    const body = rawBody(request);
    if (
      !verifySpotDraftSignature({ rawBody: body, header: request.headers['x-sd-webhook-content-hash'], keys })
    ) {
      refuse('signature');
      onRefusedNotice({ portalId: workspace.portalId, workspaceId: workspace.id });
      return;
    }
    const headers = Object.fromEntries(
      keptHeaders.flatMap((name) =>
        typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : [],
      ),
    );
    const { outcome } = await acceptSpotDraftDelivery(deps, workspace, { rawBody: body, headers });
    onAccepted(outcome);
    response.json({ ok: true });
  };
