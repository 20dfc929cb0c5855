import { createContext, useContext } from 'react';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { Path } from '../../draft/set-in.ts';

/** The mapping that is being edited, and what the lint said of it last. */
export type Editing = {
  mapping: Mapping;
  findings: readonly Finding[];
  change: (mapping: Mapping) => void;
  /** Sets one place of it; `undefined` takes it out. */
  set: (path: Path, value: unknown) => void;
};

export const EditingContext = createContext<Editing | null>(null);

export const useEditing = (): Editing => {
  const editing = useContext(EditingContext);
  if (editing === null) throw new Error('There is no mapping to edit here.');
  return editing;
};

/** Findings for exactly this place. */
export const findingsAt = (findings: readonly Finding[], path: string): Finding[] =>
  findings.filter(({ target }) => target === path);
