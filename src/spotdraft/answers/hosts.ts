import { isListed } from '../../platform/outbound/host-list.ts';
import type { Reach } from '../../platform/outbound/reach.ts';
import { isLoopbackHost } from '../../platform/outbound/secure-address.ts';

/** SpotDraft's regions are api.<region>.spotdraft.com, its pages app.spotdraft.com (its API's documentation, 2026-11). */
const own = ['*.spotdraft.com'];
/** Where its documentation's signed links lead (2026-11). */
const storage = ['storage.googleapis.com', '*.storage.googleapis.com'];

/** Which addresses are SpotDraft's. An operator names more, for a workspace that lives elsewhere. */
export type SpotDraftHosts = {
  /** Its API, or a page of its own for people. */
  isOwn: (url: URL) => boolean;
  /** Where its signed links to documents lead. */
  isStorage: (url: URL) => boolean;
};

export type HostOptions = { reach: Reach; hosts: readonly string[]; fileHosts: readonly string[] };

export const spotdraftHosts = ({ reach, hosts, fileHosts }: HostOptions): SpotDraftHosts => {
  const within =
    (patterns: readonly string[]) =>
    ({ protocol, hostname, username, password }: URL): boolean => {
      if (username !== '' || password !== '') return false;
      if (reach.local && isLoopbackHost(hostname)) return protocol === 'http:' || protocol === 'https:';
      return protocol === 'https:' && isListed(hostname, patterns);
    };
  const ours = [...own, ...hosts];
  return { isOwn: within(ours), isStorage: within([...ours, ...storage, ...fileHosts]) };
};
