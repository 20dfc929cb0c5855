import type { Secret } from '../../platform/secrets/secret.ts';
import type { Deps } from '../deps.ts';

/** A workspace as its notices need it. */
export type KnownWorkspace = { portalId: number; workspaceId: string; keys: readonly Secret[] };
export type KnownWorkspaces = {
  /** As known, at most seconds old; null where no workspace has this token. */
  find: (token: string) => Promise<KnownWorkspace | null>;
  /** As it is now. */
  findAgain: (token: string) => Promise<KnownWorkspace | null>;
};

/** A key that SpotDraft has given up is still believed for so long; a workspace that is gone is refused by the statement that stores. */
const freshMs = 2_000;

/** Workspaces and their keys by webhook token: under load one read in some seconds serves all their notices. */
export const createKnownWorkspaces = ({
  db,
  sealing,
  now,
}: Pick<Deps, 'db' | 'sealing' | 'now'>): KnownWorkspaces => {
  const known = new Map<string, { at: number; read: Promise<KnownWorkspace | null> }>();
  const read = async (token: string): Promise<KnownWorkspace | null> => {
    const row = await db.workspace.findUnique({
      where: { webhookToken: token },
      select: { id: true, portalId: true, hmacKey: true, hmacKeyPrevious: true },
    });
    // Only tokens that exist are kept: others are made up without end.
    if (row === null) known.delete(token);
    if (row === null) return null;
    const keys = [row.hmacKey, row.hmacKeyPrevious].flatMap((sealed) =>
      sealed === null ? [] : [sealing.open(sealed, `workspace:${row.id}`)],
    );
    return { portalId: row.portalId, workspaceId: row.id, keys };
  };
  const findAgain = (token: string): Promise<KnownWorkspace | null> => {
    const entry = { at: now().getTime(), read: read(token) };
    known.set(token, entry);
    entry.read.catch(() => {
      if (known.get(token) === entry) known.delete(token);
    });
    return entry.read;
  };
  return {
    findAgain,
    find: (token) => {
      const entry = known.get(token);
      return entry !== undefined && now().getTime() - entry.at < freshMs ? entry.read : findAgain(token);
    },
  };
};
