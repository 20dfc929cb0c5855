import { Accordion, Flex, Heading, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { notSentOf, sectionsOf } from '../../state/read-plan.ts';
import { ListTable } from '../parts/list-table.tsx';
import { useSettings } from '../settings-services.ts';

const SHOWN = 20;

/** Everything that would be sent: label, value, where it comes from and what was done to it. */
export const PlanTable = ({ plan }: { plan: Plan }) => {
  const { locale } = useSettings();
  const left = notSentOf(plan);
  return (
    <Flex direction="column" gap="md">
      {sectionsOf(plan, locale).map((section) => (
        <Flex key={section.id} direction="column" gap="xs">
          <Heading>{section.title}</Heading>
          <ListTable columns={['Value', 'On the paper', 'Comes from']}>
            {section.lines.map((line) => (
              <TableRow key={line.target}>
                <TableCell>
                  <Text format={{ fontWeight: 'demibold' }}>{line.label}</Text>
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
                        <Text variant="microcopy">and {String(line.rows.length - SHOWN)} more rows</Text>
                      ) : null}
                    </>
                  )}
                </TableCell>
                <TableCell>
                  <Text variant="microcopy">{line.source}</Text>
                </TableCell>
              </TableRow>
            ))}
          </ListTable>
        </Flex>
      ))}
      {left.length === 0 ? null : (
        <Accordion title={`Left out on purpose (${String(left.length)})`} size="xs">
          <Flex direction="column" gap="xs">
            {left.map((line) => (
              <Text key={line.target} variant="microcopy">
                {line.label}: {line.why}
              </Text>
            ))}
          </Flex>
        </Accordion>
      )}
    </Flex>
  );
};
