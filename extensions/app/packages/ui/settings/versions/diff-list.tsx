import { TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { Column, Small, Strong } from '../../kit/layout.tsx';
import type { DiffView, TemplateRef } from '@dealdraft/wire/settings.ts';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSettings } from '../parts/settings-services.ts';

type Props = { of: TemplateRef; from: number | 'draft'; to: number | 'draft' };

const kinds = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

/** What one version has and another has not, in words. */
export const DiffList = ({ of, from, to }: Props) => {
  const { call } = useSettings();
  const [diff, read] = useRead<DiffView>(
    () => call('GET /api/settings/templates/:workspaceId/:templateId/diff', { ...of, from, to }),
    [of, from, to],
  );
  return (
    <LoadedView loaded={diff} label="Comparing" retry={read}>
      {({ changes }) =>
        changes.length === 0 ? (
          <Text>They are the same.</Text>
        ) : (
          <Column gap="xs">
            <ListTable columns={['Place', 'Before', 'After']}>
              {changes.map((change) => (
                <TableRow key={change.target}>
                  <TableCell>
                    <Strong>{change.label}</Strong>
                    <Small>{kinds[change.kind]}</Small>
                  </TableCell>
                  <TableCell>
                    <Text>{change.before ?? '–'}</Text>
                  </TableCell>
                  <TableCell>
                    <Text>{change.after ?? '–'}</Text>
                  </TableCell>
                </TableRow>
              ))}
            </ListTable>
          </Column>
        )
      }
    </LoadedView>
  );
};
