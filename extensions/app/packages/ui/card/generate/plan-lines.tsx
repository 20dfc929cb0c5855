import { Accordion, DescriptionList, DescriptionListItem, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { count } from '../../format/plural.ts';
import type { LineView, NotSent, SectionView } from '../../format/read-plan.ts';
import { notSentOf, sectionsOf } from '../../format/read-plan.ts';
import { useCard } from '../base/card-services.ts';

/** Everything that would be sent, by section: label, value, where it comes from, what was done to it. */
export const PlanLines = ({ plan }: { plan: Plan }) => {
  const { locale } = useCard();
  return (
    <Flex direction="column" gap="md">
      {sectionsOf(plan, locale).map((section) => (
        <PlanSectionView key={section.id} section={section} />
      ))}
      <NotSentList lines={notSentOf(plan)} />
    </Flex>
  );
};

const PlanSectionView = ({ section }: { section: SectionView }) => (
  <Flex direction="column" gap="xs">
    <Heading>{section.title}</Heading>
    <DescriptionList direction="column">
      {section.lines.map((line) => (
        <DescriptionListItem key={line.target} label={line.label}>
          <Line line={line} />
        </DescriptionListItem>
      ))}
    </DescriptionList>
  </Flex>
);

const Line = ({ line }: { line: LineView }) => (
  <Flex direction="column" gap="flush">
    {line.rows === null ? <Text>{line.value}</Text> : <Rows rows={line.rows} />}
    <Text variant="microcopy">{line.source}</Text>
  </Flex>
);

const FOLD_OVER = 5;
const SHOWN = 150;

/** Rows as a list, not as a table: it must stay readable in a narrow panel. */
const Rows = ({ rows }: { rows: readonly string[] }) => (
  <Accordion title={count(rows.length, 'row')} size="xs" defaultOpen={rows.length <= FOLD_OVER}>
    <Flex direction="column" gap="xs">
      {rows.slice(0, SHOWN).map((row, index) => (
        <Text key={String(index)}>
          {String(index + 1)}. {row}
        </Text>
      ))}
      {rows.length > SHOWN ? (
        <Text variant="microcopy">and {String(rows.length - SHOWN)} more rows</Text>
      ) : null}
    </Flex>
  </Accordion>
);

const NotSentList = ({ lines }: { lines: readonly NotSent[] }) =>
  lines.length === 0 ? null : (
    <Accordion title={`Not included (${String(lines.length)})`} size="xs">
      <DescriptionList direction="column">
        {lines.map((line) => (
          <DescriptionListItem key={line.target} label={line.label}>
            <Text variant="microcopy">{line.why}</Text>
          </DescriptionListItem>
        ))}
      </DescriptionList>
    </Accordion>
  );
