import type { WorkspaceParts } from './connections/connect-workspace.ts';
import type { Deps } from './deps.ts';
import type { SweepWish } from './reconciliation/start-sweep.ts';
import type { PreviewStore } from './contracts/create/preview-contract.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Post } from './health/send-alert.ts';

/** Keeps a file for minutes under an address that cannot be guessed. */
export type FileStore = {
  put: (
    portalId: number,
    file: { fileName: string; contentType: string; body: Buffer },
  ) => Promise<{ url: string; expiresAt: Date }>;
};

export type AdminSettings = {
  publicOrigin: string;
  /** How often changes of state are looked for that an alert is sent about. */
  tickMs: number;
  /** How often mapped templates and properties are read again. */
  schemaWatchMs: number;
  /** How long a test of a connection waits for SpotDraft's notice. */
  testWaitMs: number;
  limits: { hubspotPer10S: number; spotdraftPerS: number };
};

/** What the settings page's use cases are given. */
export type AdminDeps = Deps & {
  parts: WorkspaceParts;
  previews: PreviewStore;
  files: FileStore;
  admin: AdminSettings;
  /** What is operated from the settings page but done elsewhere. */
  operations: {
    startSweep: (wish: Omit<SweepWish, 'cause'>) => Promise<void>;
    /** Tries again what a problem of the upkeep is about; the sentence for who asked, or null when nothing can be tried. */
    retry: (wish: { portalId: number; problemId: string; by: string }) => Promise<string | null>;
  };
  post: Post;
};

/** The admin who asks: the account, and the e-mail that goes into the audit list. */
export type Admin = { portalId: number; by: string };
export type Answer<Value> = Promise<Result<Value, CardError>>;
/** One template of one workspace. */
export type TemplateKey = { workspaceId: string; templateId: number };
