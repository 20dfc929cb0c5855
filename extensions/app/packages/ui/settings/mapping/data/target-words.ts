import type { Target, TargetKind } from '@dealdraft/wire/template.ts';
import { count } from '../../../format/plural.ts';

const kinds: Record<TargetKind, string> = {
  text: 'text',
  boolean: 'yes/no',
  integer: 'whole number',
  decimal: 'number',
  date: 'date',
  datetime: 'date and time',
  option: 'choice',
  options: 'several choices',
  strings: 'list of texts',
  currency: 'money',
  duration: 'length of time',
  address: 'several parts',
  rows: 'table',
  files: 'files (cannot be filled from HubSpot)',
};

/** "choice of 3 options", "table of 4 columns". */
export const targetType = ({ kind, options, columns }: Target): string => {
  if (columns !== undefined && columns.length > 0)
    return `${kinds[kind]} of ${count(columns.length, 'column')}`;
  return (kind === 'option' || kind === 'options') && options.length > 0
    ? `${kinds[kind]} of ${count(options.length, 'option')}`
    : kinds[kind];
};
