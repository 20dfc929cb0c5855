import type { FetchAnswer } from './protocol.ts';

/** What `hubspot.fetch` resolves to. Statuses without a body may not be given one by the platform's own class. */
export const toResponse = ({ status, body, contentType }: FetchAnswer): Response =>
  new Response([204, 205, 304].includes(status) ? null : body, {
    status,
    headers: { 'content-type': contentType },
  });
