import type { VendorFailure } from './vendor-failure.ts';
import type { CardError } from '@dealdraft/wire/card.ts';

/** The refusals a card can get, each a sentence with its next step. */
export const cardError = {
  notConnected: (message: string): CardError => ({ code: 'not_connected', message, canRetry: false }),
  notFound: (what: string): CardError => ({
    code: 'not_found',
    message: `${what} is not there any more; reload the page to see what is.`,
    canRetry: false,
  }),
  notPossible: (message: string): CardError => ({ code: 'not_possible', message, canRetry: false }),
  keyUsed: (): CardError => ({
    code: 'not_possible',
    message: 'Its idempotency key was used for another request. Reload the page and try again.',
    canRetry: false,
  }),
  vendor: (failure: VendorFailure): CardError => ({
    code: 'vendor',
    message: failure.text.seller,
    detail: failure.text.log,
    canRetry: true,
  }),
};
