import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { SettingsCall } from '../../kit/service/call.ts';
import type { TemplateRef } from '@dealdraft/wire/settings.ts';
import type { Clock } from '../../kit/time/clock.ts';
import { complete } from './complete.ts';
import { isUnsaved } from './draft-state.ts';
import type { DraftStore } from './draft-store.ts';
import { createDraftStore } from './draft-store.ts';

export type DraftKeeper = {
  /** The draft of a template: the one being edited on this page, else a new one from what the service told. */
  open: (of: TemplateRef, told: { content: Mapping; revision: number }) => DraftStore<Mapping>;
};

/** Drafts by template, beside the screens: an edit that is not saved yet survives leaving its screen and coming back. */
export const createDraftKeeper = ({ call, clock }: { call: SettingsCall; clock: Clock }): DraftKeeper => {
  const stores = new Map<string, DraftStore<Mapping>>();
  const create = (of: TemplateRef, told: { content: Mapping; revision: number }): DraftStore<Mapping> => {
    let last = told.content;
    return createDraftStore<Mapping>({
      ...told,
      clock,
      save: async (content, revision) => {
        const sent = complete(content, last).content;
        const answer = await call('POST /api/settings/templates/:workspaceId/:templateId/draft', {
          ...of,
          revision,
          content: sent,
        });
        if (!answer.ok) return { kind: 'refused', error: answer.error };
        if (answer.data.kind === 'saved') last = sent;
        return answer.data;
      },
    });
  };
  return {
    open: (of, told) => {
      const key = `${of.workspaceId}/${String(of.templateId)}`;
      const kept = stores.get(key);
      if (kept !== undefined) {
        // Nothing here is newer: what the service has now counts, perhaps from another person.
        if (!isUnsaved(kept.draft()) && kept.draft().revision !== told.revision)
          kept.replace(told.content, told.revision);
        return kept;
      }
      const store = create(of, told);
      stores.set(key, store);
      return store;
    },
  };
};
