import type { Request, RequestHandler, Response } from 'express';
import { acceptSpotDraftDelivery } from './accept-delivery.ts';
import type { Deps } from '../deps.ts';
import type { Intake } from './intake.ts';
import { createKnownWorkspaces, type KnownWorkspace } from './known-workspaces.ts';
import { isSignature, verifySpotDraftSignature } from '../../spotdraft/inbound/signature.ts';
import { rawBody, readBody, refuseUnread, trustBody } from '../../platform/http/read-body.ts';

type SpotDraftRoute = {
  deps: Deps;
  intake: Intake;
  onRefusal: (reason: string) => void;
  /** The address is one of ours and the signature does not hold: SpotDraft may have changed its key. */
  onRefusedNotice: (workspace: { portalId: number; workspaceId: string }) => void;
  onAccepted: (outcome: string) => void;
};

const signatureHeader = 'x-sd-webhook-content-hash';
const keptHeaders = ['content-type', 'user-agent', 'x-request-id'];

type Announced = { token: string; workspace: KnownWorkspace };
const callers = new WeakMap<Request, Announced>();

/**
 * POST /webhooks/spotdraft/:token. The token names the workspace, the signature proves the call; 200 only after it is
 * stored. A call without a known token and something that can be a signature ends before its body is read.
 */
export const spotdraftWebhook = ({
  deps,
  intake,
  onRefusal,
  onRefusedNotice,
  onAccepted,
}: SpotDraftRoute): RequestHandler[] => {
  const workspaces = createKnownWorkspaces(deps);
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
      typeof token === 'string' && /^[\w-]{32}$/.test(token) ? await workspaces.find(token) : null;
    if (workspace === null || typeof token !== 'string') {
      refuse(request, response, 'unknown workspace');
      return;
    }
    callers.set(request, { token, workspace });
    next();
  };
  /** A key that is not known yet is looked for once before anybody is refused. */
  const signer = async (
    request: Request,
    { token, workspace }: Announced,
  ): Promise<KnownWorkspace | null> => {
    const header = request.headers[signatureHeader];
    const signed = ({ keys }: KnownWorkspace): boolean =>
      verifySpotDraftSignature({ rawBody: rawBody(request), header, keys });
    if (signed(workspace)) return workspace;
    const now = await workspaces.findAgain(token);
    return now !== null && signed(now) ? now : null;
  };
  const accept: RequestHandler = async (request, response) => {
    const caller = callers.get(request);
    if (caller === undefined) throw new Error('The headers of this call were not judged.');
    const workspace = await signer(request, caller);
    if (workspace === null) {
      refuse(request, response, 'signature');
      onRefusedNotice({ portalId: caller.workspace.portalId, workspaceId: caller.workspace.workspaceId });
      return;
    }
    trustBody(request);
    const headers = Object.fromEntries(
      keptHeaders.flatMap((name) =>
        typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : [],
      ),
    );
    const outcome = await acceptSpotDraftDelivery({ deps, intake }, workspace, {
      rawBody: rawBody(request),
      headers,
    });
    if (outcome === 'unknown') {
      refuse(request, response, 'unknown workspace');
      return;
    }
    onAccepted(outcome);
    response.json({ ok: true });
  };
  return [announced, readBody, accept];
};
