import type { Credentials } from './credentials.ts';
import type { Made } from './base/made.ts';
import type { Options } from './options.ts';
import type { Patience } from './base/patience.ts';

/** What opening either side takes. */
export type ConnectParts = {
  credentials: Credentials;
  options: Options;
  made: Made;
  patience: Patience;
};
