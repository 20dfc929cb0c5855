/**
 * The house from the ground up. A room imports from itself and from the rows below its own; rooms of one row do not know
 * each other. A file belongs to the longest path here that leads to it.
 */
const rooms: readonly (readonly string[])[] = [
  ['extensions/app/packages/wire'],
  ['extensions/app/packages/ui/format'],
  ['extensions/app/packages/ui/kit'],
  ['extensions/app/packages/ui'],
  ['src/platform'],
  ['src/mapping', 'src/hubspot', 'src/spotdraft'],
  ['src/features/history', 'src/features/automation/rules'],
  ['src/features/jobs'],
  // What every feature is given.
  ['src/features'],
  ['src/features/access', 'src/features/problems', 'src/features/wake'],
  ['src/features/merges', 'src/features/vendors'],
  ['src/features/deals'],
  ['src/features/contracts/status'],
  ['src/features/contracts/create'],
  ['src/features/contracts/actions', 'src/features/contracts/documents', 'src/features/connections'],
  [
    'src/features/contracts/view',
    'src/features/erp',
    'src/features/privacy',
    'src/features/orphans',
    'src/features/templates/read',
    'src/features/automation/tasks',
  ],
  ['src/features/templates/trial', 'src/features/automation/workflow-actions'],
  ['src/features/templates/draft', 'src/features/automation/engine'],
  ['src/features/templates/publish'],
  ['src/features/templates/copy'],
  ['src/features/templates'],
  ['src/features/automation/screen', 'src/features/inbox'],
  ['src/features/reconciliation'],
  ['src/features/health'],
  // The composition root, and what only it knows.
  ['src'],
  // What stages the service, and what runs it so.
  ['sandbox/kit'],
  ['sandbox/hubspot', 'sandbox/spotdraft'],
  ['lab'],
  ['scripts'],
  ['bench', 'test'],
];

const rowOf = new Map(rooms.flatMap((row, index) => row.map((room) => [room, index] as const)));

export const roomOf = (file: string): string | null => {
  for (let path = file; path.includes('/');) {
    path = path.slice(0, path.lastIndexOf('/'));
    if (rowOf.has(path)) return path;
  }
  return null;
};

/** Whether a file in `from` may import one in `to`. */
export const mayImport = (from: string, to: string): boolean =>
  from === to || (rowOf.get(to) ?? Infinity) < (rowOf.get(from) ?? -1);
