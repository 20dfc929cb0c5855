import type { Request, RequestHandler, Response } from 'express';
import type { Workspace } from '../../platform/database/generated/client.ts';
import { acceptSpotDraftDelivery } from './accept-delivery.ts';
import type { Deps } from '../deps.ts';
import { isSignature, verifySpotDraftSignature } from '../../spotdraft/inbound/signature.ts';
import { rawBody, readBody, refuseUnread, trustBody } from '../../platform/http/read-body.ts';

type Door = {
  deps: Deps;
  onRefusal: (reason: string) => void;
  /** The address is one of ours and the signature does not hold: SpotDraft may have changed its key. */
  onRefusedNotice: (workspace: { portalId: number; workspaceId: string }) => void;
  onAccepted: (outcome: string) => void;
};

const signatureHeader = 'x-sd-webhook-content-hash';
const keptHeaders = ['content-type', 'user-agent', 'x-request-id'];

const workspaces = new WeakMap<Request, Workspace>();

/**
 * POST /webhooks/spotdraft/:token. The token names the workspace, the signature proves the call; 200 only after it is
 * stored. A call without a known token and something that can be a signature ends before its body is read.
 */
export const spotdraftWebhook = ({
  deps,
  onRefusal,
  onRefusedNotice,
  onAccepted,
}: Door): RequestHandler[] => {
  const refuse = (request: Request, response: Response, reason: string): void => {
    onRefusal(reason);
    refuseUnread(request, response, { status: 401, message: 'The request is not signed as it must be.' });
  };
  const announced: RequestHandler = async (request, response, next) => {
    const { token } = request.params;
    if (!isSignature(request.headers[signatureHeader])) {
      refuse(request, response, 'signature');
      return;
    }
    const workspace =
      typeof token === 'string' && /^[\w-]{32}$/.test(token)
        ? await deps.db.workspace.findUnique({ where: { webhookToken: token } })
        : null;
    if (workspace === null) {
      refuse(request, response, 'unknown workspace');
      return;
    }
    workspaces.set(request, workspace);
    next();
  };
  const accept: RequestHandler = async (request, response) => {
    const workspace = workspaces.get(request);
    if (workspace === undefined) throw new Error('The headers of this call were not judged.');
    const owner = `workspace:${workspace.id}`;
    const keys = [workspace.hmacKey, workspace.hmacKeyPrevious].flatMap((sealed) =>
      sealed === null ? [] : [deps.sealing.open(sealed, owner)],
    );
    const body = rawBody(request);
    if (!verifySpotDraftSignature({ rawBody: body, header: request.headers[signatureHeader], keys })) {
      refuse(request, response, 'signature');
      onRefusedNotice({ portalId: workspace.portalId, workspaceId: workspace.id });
      return;
    }
    trustBody(request);
    const headers = Object.fromEntries(
      keptHeaders.flatMap((name) =>
        typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : [],
      ),
    );
    const { outcome } = await acceptSpotDraftDelivery(deps, workspace, { rawBody: body, headers });
    onAccepted(outcome);
    response.json({ ok: true });
  };
  return [announced, readBody, accept];
};
