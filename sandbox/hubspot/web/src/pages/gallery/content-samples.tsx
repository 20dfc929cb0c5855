import { Accordion } from '../../stand-ins/accordion.tsx';
import { BarChart, LineChart } from '../../stand-ins/charts.tsx';
import * as feedback from '../../stand-ins/feedback.tsx';
import { Icon } from '../../stand-ins/icons.tsx';
import * as layout from '../../stand-ins/layout.tsx';
import { Link } from '../../stand-ins/link.tsx';
import { StepIndicator } from '../../stand-ins/step-indicator.tsx';
import * as table from '../../stand-ins/table.tsx';
import { Tab, Tabs } from '../../stand-ins/tabs.tsx';
import { StatusTag, Tag } from '../../stand-ins/tags.tsx';
import * as text from '../../stand-ins/text.tsx';
import type { Sample } from './gallery-page.tsx';

const { Alert, EmptyState, ErrorState, Illustration, ProgressBar, ScoreCircle } = feedback;
const { Statistics, StatisticsItem, StatisticsTrend } = feedback;
const { AutoGrid, Box, Divider, Flex, Inline, Spacer, Tile } = layout;
const { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } = table;
const { DescriptionList, DescriptionListItem, ExpandableText, Heading, List, Text } = text;
const ignore = () => undefined;

const months = [
  { month: 'January', kind: 'Won', deals: 12 },
  { month: 'January', kind: 'Lost', deals: 5 },
  { month: 'February', kind: 'Won', deals: 18 },
  { month: 'February', kind: 'Lost', deals: 7 },
  { month: 'March', kind: 'Won', deals: 9 },
];
const axes = {
  x: { field: 'month', fieldType: 'category' as const, label: 'Month' },
  y: { field: 'deals', fieldType: 'linear' as const, label: 'Deals' },
  options: { groupFieldByColor: 'kind' },
};

export const contentSamples: Sample[] = [
  [
    'Text and headings',
    <>
      <Heading>Heading</Heading>
      <Text>Body text</Text>
      <Text variant="microcopy">Microcopy</Text>
      <Text format={{ fontWeight: 'bold', italic: true }}>Bold and italic</Text>
      <Text format={{ lineDecoration: 'strikethrough' }}>Struck</Text>
      <Text truncate={{ maxWidth: 160 }}>A long text that does not fit into its line</Text>
      <ExpandableText maxHeight={24}>
        A long text that opens on demand. It goes on for a while, over several lines.
      </ExpandableText>
    </>,
  ],
  [
    'Alerts',
    (['info', 'success', 'warning', 'danger', 'tip'] as const).map((variant) => (
      <Alert key={variant} title={`Title of ${variant}`} variant={variant}>
        The text of the alert.
      </Alert>
    )),
  ],
  [
    'Tags and status tags',
    <>
      <Inline>
        {(['default', 'info', 'success', 'warning', 'error'] as const).map((variant) => (
          <Tag key={variant} variant={variant}>
            {variant}
          </Tag>
        ))}
        <Tag onClick={ignore}>Clickable</Tag>
      </Inline>
      <Inline>
        {(['default', 'info', 'success', 'warning', 'danger'] as const).map((variant) => (
          <StatusTag key={variant} variant={variant} hollow={variant === 'info'}>
            {variant}
          </StatusTag>
        ))}
        <StatusTag showRemoveIcon onRemoveClick={ignore} onClick={ignore}>
          Removable
        </StatusTag>
      </Inline>
    </>,
  ],
  [
    'Links and icons',
    <>
      <Inline gap="md">
        <Link href="/gallery">Here</Link>
        <Link href="https://example.com/">Elsewhere</Link>
        <Link href="/gallery" variant="destructive">
          Destructive
        </Link>
        <Link href="/gallery" variant="dark">
          Dark
        </Link>
      </Inline>
      <Inline>
        {(
          [
            'add',
            'edit',
            'delete',
            'download',
            'email',
            'signature',
            'refresh',
            'warning',
            'success',
            'link',
            'documents',
            'clock',
            'ellipses',
            'settings',
            'dataSync',
          ] as const
        ).map((name) => (
          <Icon key={name} name={name} screenReaderText={name} />
        ))}
        <Icon name="success" color="success" size="lg" />
      </Inline>
    </>,
  ],
  [
    'Lists',
    <>
      <List variant="unordered-styled">
        <Text>One</Text>
        <Text>Two</Text>
      </List>
      <List variant="ordered">
        <Text>First</Text>
        <Text>Second</Text>
      </List>
      <List variant="inline-divided">
        <Text>Left</Text>
        <Text>Right</Text>
      </List>
      <DescriptionList direction="row">
        <DescriptionListItem label="Amount">€48,000</DescriptionListItem>
        <DescriptionListItem label="Owner">Ada Lind</DescriptionListItem>
      </DescriptionList>
    </>,
  ],
  [
    'Layout',
    <>
      <Flex gap="md" justify="between" align="center">
        <Box flex={1}>
          <Tile compact>Compact tile</Tile>
        </Box>
        <Box flex={2}>
          <Tile>Tile</Tile>
        </Box>
      </Flex>
      <Divider />
      <AutoGrid columnWidth={120} flexible gap="sm">
        <Tile compact>A</Tile>
        <Tile compact>B</Tile>
        <Tile compact>C</Tile>
      </AutoGrid>
      <Spacer size="md" />
    </>,
  ],
  [
    'Progress and steps',
    <>
      <ProgressBar
        title="Deals checked"
        value={32}
        maxValue={50}
        showPercentage
        valueDescription="32 of 50"
      />
      <ProgressBar aria-label="Warning" value={80} variant="warning" />
      <StepIndicator stepNames={['Draft', 'Review', 'Signing', 'Executed']} currentStep={2} />
      <StepIndicator
        stepNames={['Draft', 'Review', 'Signing', 'Executed']}
        currentStep={1}
        variant="compact"
        onClick={ignore}
      />
      <StepIndicator stepNames={['One', 'Two']} direction="vertical" />
    </>,
  ],
  [
    'Statistics and score',
    <>
      <Statistics>
        <StatisticsItem label="Contracts" number={46}>
          <StatisticsTrend value="12%" direction="increase" />
        </StatisticsItem>
        <StatisticsItem label="Void" number={3}>
          <StatisticsTrend value="5%" direction="decrease" />
        </StatisticsItem>
      </Statistics>
      <ScoreCircle score={84} />
    </>,
  ],
  [
    'Table',
    <Table paginated page={2} pageCount={9} onPageChange={ignore}>
      <TableHead>
        <TableRow>
          <TableHeader sortDirection="ascending" onSortChange={ignore}>
            Name
          </TableHeader>
          <TableHeader>State</TableHeader>
          <TableHeader align="right">Amount</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        <TableRow>
          <TableCell>Order form</TableCell>
          <TableCell>
            <StatusTag variant="success">Executed</StatusTag>
          </TableCell>
          <TableCell align="right">48,000</TableCell>
        </TableRow>
      </TableBody>
      <TableFooter>
        <TableRow>
          <TableCell colSpan={2}>Total</TableCell>
          <TableCell align="right">48,000</TableCell>
        </TableRow>
      </TableFooter>
    </Table>,
  ],
  [
    'Tabs and accordion',
    <>
      <Tabs defaultSelected="b">
        <Tab tabId="a" title="First">
          First content
        </Tab>
        <Tab tabId="b" title="Second">
          Second content
        </Tab>
        <Tab tabId="c" title="Disabled" disabled>
          Hidden
        </Tab>
      </Tabs>
      <Tabs variant="enclosed">
        <Tab title="Enclosed">Content</Tab>
        <Tab title="Other">Content</Tab>
      </Tabs>
      <Accordion title="Open" defaultOpen>
        Content of the accordion
      </Accordion>
      <Accordion title="Closed">Hidden</Accordion>
    </>,
  ],
  [
    'Empty and error states',
    <>
      <EmptyState title="No contracts yet" imageName="electronicSignatureEmptyState">
        <Text>Generate one from this deal.</Text>
      </EmptyState>
      <ErrorState title="Something went wrong.">
        <Text>Try again in a moment.</Text>
      </ErrorState>
      <Illustration name="lock" alt="A lock" width={80} />
    </>,
  ],
  [
    'Charts',
    <>
      <BarChart
        data={months}
        axes={axes}
        options={{ title: 'Deals by month', showLegend: true, showDataLabels: true }}
      />
      <LineChart data={months} axes={axes} options={{ title: 'Deals over time' }} />
    </>,
  ],
];
