import { createContext, useContext } from 'react';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';

/** What every part of the editor may need to know of the account and the template. */
export type EditorFacts = {
  /** Labels of associations between deals and other records. */
  labels: Partial<Record<SourceObject, readonly string[]>>;
  targets: readonly Target[];
  /** Labels of SpotDraft's key pointers; empty when they could not be read. */
  keyPointers: readonly string[];
  /** DealDraft's own deal properties, written without any rule. */
  statusProperties: readonly { name: string; label: string }[];
  /** Who can sign on our side. */
  entities: readonly { referenceId: string; name: string; isPrimary: boolean }[];
  /** SpotDraft's words for what an organization is. */
  organizationTypes: readonly string[];
};

export const EditorFactsContext = createContext<EditorFacts>({
  labels: {},
  targets: [],
  keyPointers: [],
  statusProperties: [],
  entities: [],
  organizationTypes: [],
});
export const useEditorFacts = (): EditorFacts => useContext(EditorFactsContext);
