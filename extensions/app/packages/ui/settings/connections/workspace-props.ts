import type { WorkspacesView, WorkspaceView } from '@dealdraft/wire/settings.ts';

export type WorkspaceProps = {
  workspace: WorkspaceView;
  regions: WorkspacesView['regions'];
  changed: () => void;
};
