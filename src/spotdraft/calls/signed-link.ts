import type { SignedUrl } from '../answers/around-contract.ts';
import type { SpotDraftHosts } from '../answers/hosts.ts';

/** Why a link to a document is not opened; never the link itself, which is a key. Null: it leads to SpotDraft's storage. */
export const whyForeign = (url: SignedUrl, { isStorage }: SpotDraftHosts): string | null => {
  const link = url.reveal();
  if (!URL.canParse(link)) return 'it is no link';
  const parsed = new URL(link);
  return isStorage(parsed)
    ? null
    : `its link leads to ${parsed.protocol}//${parsed.host}, which is no storage of SpotDraft's; SPOTDRAFT_FILE_HOSTS names others`;
};
