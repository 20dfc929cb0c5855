import type { Request } from '../../../platform/database/generated/client.ts';
import type { RequestView } from '@dealdraft/wire/card.ts';

const requestSteps = (request: Request): RequestView['steps'] => {
  const order = ['queued', 'creating', 'checking', 'created'];
  const reached = request.state === 'refused' ? (request.attempts > 0 ? 1 : 0) : order.indexOf(request.state);
  const step = (id: string, label: string, at: number): RequestView['steps'][number] => {
    if (request.state === 'refused' && at === Math.max(1, reached)) return { id, label, state: 'failed' };
    return { id, label, state: reached > at ? 'done' : reached === at ? 'doing' : 'todo' };
  };
  return [
    { id: 'accepted', label: 'Request accepted', state: 'done' },
    step('creating', 'SpotDraft drafts the contract', request.state === 'queued' ? 0 : 1),
    ...(request.state === 'checking'
      ? [{ id: 'checking', label: 'Looking whether SpotDraft made it', state: 'doing' as const }]
      : []),
    { id: 'created', label: 'Contract is here', state: request.state === 'created' ? 'done' : 'todo' },
  ];
};

const whileRevoked =
  'SpotDraft does not accept the connection at the moment. The draft is made as soon as an admin has entered new credentials; nothing has to be done again here.';

/** A request as the card shows it: its steps, what it waits for, or why it was refused. */
export const requestView = (
  request: Request,
  { queue = null, isRevoked = false }: { queue?: RequestView['queue'] | null; isRevoked?: boolean } = {},
): RequestView => {
  const refusal = request.refusal as {
    message?: string;
    detail?: string | null;
    fields?: RequestView['fields'];
  } | null;
  const waiting =
    isRevoked && (request.state === 'queued' || request.state === 'creating')
      ? whileRevoked
      : request.state === 'checking'
        ? 'SpotDraft did not answer clearly. DealDraft makes sure that there is no contract yet before it asks again, so that there is never a second one.'
        : null;
  return {
    id: request.id,
    templateId: request.templateId,
    templateName: request.templateName,
    state: request.state as RequestView['state'],
    steps: requestSteps(request),
    message: refusal?.message ?? waiting,
    fields: refusal?.fields ?? [],
    contractId: null,
    ...(queue == null ? {} : { queue }),
    requestedBy: request.requestedBy,
    requestedAt: request.createdAt.toISOString(),
    detail: refusal?.detail ?? null,
  };
};
