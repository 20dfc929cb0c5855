import type { VendorFailure } from './vendor-failure.ts';
import type { CardError } from '@dealdraft/wire/card.ts';

/** The portal or the workspace has no usable connection to the vendor. */
export type NotConnected = {
  kind: 'not_connected';
  message: string;
  /** The whole account has left: what waits goes on when it is back. */
  hasLeft?: boolean;
};

/** A vendor's failure as an admin reads it, with what the vendor said on demand. */
export const vendorError = (failure: VendorFailure): CardError => ({
  code: 'vendor',
  message: failure.text.admin,
  detail: failure.text.log,
  canRetry: true,
});

/** The sentence of a failure of either kind. */
export const failureText = (failure: VendorFailure | NotConnected): string =>
  'text' in failure ? failure.text.admin : failure.message;

export const anyVendorError = (failure: VendorFailure | NotConnected): CardError =>
  'text' in failure
    ? vendorError(failure)
    : { code: 'not_connected', message: failure.message, canRetry: false };
