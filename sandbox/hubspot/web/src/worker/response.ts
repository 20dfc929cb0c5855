import type { FetchAnswer } from '../host/protocol.ts';

/** What `hubspot.fetch` resolves to. Statuses without a body may not be given one by the platform's own class. */
export const toResponse = ({ status, body, contentType }: FetchAnswer): Response =>
  new Response([204, 205, 304].includes(status) ? null : body, {
    status,
    headers: { 'content-type': contentType },
  });

/** The shape the hooks of `@hubspot/ui-extensions` read: `json()` gives the data and a function that ends the subscription. */
export const hookAnswer = (data: unknown, cleanup: () => void = () => undefined) => ({
  ok: true,
  json: () => Promise.resolve({ data, cleanup }),
});
