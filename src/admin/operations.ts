import type { SweepsView } from '../wire/settings.ts';

/** The sweep as health and its list show it, and as an admin starts it. */
export type Sweeps = {
  start: (place: { portalId: number; workspaceId: string; since: Date | null }) => Promise<void>;
  list: (
    portalId: number,
    query: { workspaceId: string | null; before: string | undefined },
  ) => Promise<SweepsView>;
  /** The last that ended, by workspace. */
  last: (portalId: number) => Promise<Map<string, { at: Date; text: string }>>;
};

/** What is operated from the settings page but done elsewhere. Null where this installation does not do it. */
export type Operations = {
  sweeps: Sweeps | null;
  /** Tries again what a problem of the upkeep is about; the sentence for who asked, or null when nothing can be tried. */
  retry: (wish: { portalId: number; problemId: string; by: string }) => Promise<string | null>;
};
