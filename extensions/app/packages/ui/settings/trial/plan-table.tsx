import { Accordion, Heading, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { Column, Small, Strong } from '../../kit/layout.tsx';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { notSentOf, sectionsOf } from '../../format/read-plan.ts';
import { ListTable } from '../../kit/list-table.tsx';
import { useSettings } from '../parts/settings-services.ts';

const SHOWN = 20;

/** Everything that would be sent: label, value, where it comes from and what was done to it. */
export const PlanTable = ({ plan }: { plan: Plan }) => {
  const { locale } = useSettings();
  const left = notSentOf(plan);
  return (
    <Column>
      {sectionsOf(plan, locale).map((section) => (
        <Column key={section.id} gap="xs">
          <Heading>{section.title}</Heading>
          <ListTable columns={['Value', 'In the contract', 'Comes from']}>
            {section.lines.map((line) => (
              <TableRow key={line.target}>
                <TableCell>
                  <Strong>{line.label}</Strong>
                </TableCell>
                <TableCell>
                  {line.rows === null ? (
                    <Text>{line.value}</Text>
                  ) : (
                    <>
                      {line.rows.slice(0, SHOWN).map((row, index) => (
                        <Text key={String(index)}>
                          {String(index + 1)}. {row}
                        </Text>
                      ))}
                      {line.rows.length > SHOWN ? (
                        <Small>and {String(line.rows.length - SHOWN)} more rows</Small>
                      ) : null}
                    </>
                  )}
                </TableCell>
                <TableCell>
                  <Small>{line.source}</Small>
                </TableCell>
              </TableRow>
            ))}
          </ListTable>
        </Column>
      ))}
      {left.length === 0 ? null : (
        <Accordion title={`Not included (${String(left.length)})`} size="xs">
          <Column gap="xs">
            {left.map((line) => (
              <Small key={line.target}>
                {line.label}: {line.why}
              </Small>
            ))}
          </Column>
        </Accordion>
      )}
    </Column>
  );
};
