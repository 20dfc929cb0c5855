import { Tag } from '@hubspot/ui-extensions';
import type { TemplateRow, TemplateState } from '@dealdraft/wire/settings.ts';

export const stateWords: Record<TemplateState, string> = {
  not_mapped: 'Not mapped',
  draft: 'Draft',
  published: 'Published',
  paused: 'Paused',
  gone: 'Gone from SpotDraft',
};

const variants = {
  not_mapped: 'default',
  draft: 'info',
  published: 'success',
  paused: 'error',
  gone: 'default',
} as const;

export const TemplateTag = ({ row }: { row: Pick<TemplateRow, 'state'> }) => (
  <Tag variant={variants[row.state]}>{stateWords[row.state]}</Tag>
);
