import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { MappingEditorView, TemplateRef } from '@dealdraft/wire/settings.ts';
import type { DraftStore } from './draft-store.ts';

export type WithStore = {
  of: TemplateRef;
  editor: MappingEditorView;
  read: () => void;
  store: DraftStore<Mapping>;
};
