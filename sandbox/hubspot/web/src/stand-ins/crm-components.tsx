import { useState } from 'react';
import type { ReactNode } from 'react';
import type {
  CrmAssociationPivotProps,
  CrmAssociationPropertyListProps,
  CrmAssociationStageTrackerProps,
  CrmAssociationTableProps,
  CrmDataHighlightProps,
  CrmPropertyListProps,
  CrmReportProps,
  CrmSimpleDeadlineProps,
  CrmStageTrackerProps,
  CrmStatisticsProps,
} from '@hubspot/ui-extensions';
import { readable, useAssociated, useRecordLines } from './crm-data.ts';
import type { Associated, Line } from './crm-data.ts';
import { useEnvironment } from './environment.tsx';
import { Alert, Statistics, StatisticsItem } from './feedback.tsx';
import { LoadingSpinner } from './loading-spinner.tsx';
import { StepIndicator } from './step-indicator.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from './table.tsx';
import { DescriptionList, DescriptionListItem } from './text.tsx';

type Loaded<Data> = { data: Data | null; failure: string | null };

/** The states every component here shares before it has its data. */
const Ready = <Data,>(props: { of: Loaded<Data>; children: (data: Data) => ReactNode }) => {
  const { crm } = useEnvironment();
  if (crm === null) return <Alert title="No record here" variant="info" />;
  if (props.of.failure !== null) {
    return (
      <Alert title="This data cannot be shown" variant="danger">
        {props.of.failure}
      </Alert>
    );
  }
  return props.of.data === null ? <LoadingSpinner label="Loading" /> : <>{props.children(props.of.data)}</>;
};

const Lines = ({ lines, direction }: { lines: Line[]; direction: 'row' | 'column' }) => (
  <DescriptionList direction={direction}>
    {lines.map(({ name, label, value }) => (
      <DescriptionListItem key={name} label={label}>
        {value}
      </DescriptionListItem>
    ))}
  </DescriptionList>
);

export const CrmPropertyList = ({ properties, direction, objectTypeId, objectId }: CrmPropertyListProps) => (
  <Ready of={useRecordLines(properties.slice(0, 24), { objectTypeId, objectId })}>
    {(lines) => <Lines lines={lines} direction={direction === 'row' ? 'row' : 'column'} />}
  </Ready>
);

export const CrmDataHighlight = ({ properties, objectTypeId, objectId }: CrmDataHighlightProps) => (
  <Ready of={useRecordLines(properties.slice(0, 4), { objectTypeId, objectId })}>
    {(lines) => (
      <div className="hs-highlight">
        <Lines lines={lines} direction="column" />
      </div>
    )}
  </Ready>
);

const associatedLines = (one: Associated, names: string[]): Line[] =>
  names.map((name) => ({ name, label: readable(name), value: one.properties[name] ?? '--' }));

export const CrmAssociationPropertyList = (props: CrmAssociationPropertyListProps) => (
  <Ready
    of={useAssociated(props.objectTypeId, {
      properties: props.properties,
      labels: props.associationLabels,
      length: 1,
    })}
  >
    {({ records }) =>
      records[0] === undefined ? (
        <span>No associated records</span>
      ) : (
        <Lines lines={associatedLines(records[0], props.properties)} direction="column" />
      )
    }
  </Ready>
);

export const CrmAssociationPivot = (props: CrmAssociationPivotProps) => (
  <Ready
    of={useAssociated(props.objectTypeId, {
      properties: ['name', 'dealname'],
      labels: props.associationLabels,
      length: props.maxAssociations ?? 10,
    })}
  >
    {({ records }) => (
      <DescriptionList>
        {records.map((one) => (
          <DescriptionListItem key={one.id} label={one.labels.join(', ') || 'No label'}>
            {one.properties['name'] ?? one.properties['dealname'] ?? one.id}
          </DescriptionListItem>
        ))}
      </DescriptionList>
    )}
  </Ready>
);

export const CrmAssociationTable = (props: CrmAssociationTableProps) => {
  const { propertyColumns, pageSize = 10 } = props;
  const [page, setPage] = useState(1);
  const loaded = useAssociated(props.objectTypeId, {
    properties: propertyColumns,
    length: pageSize,
    offset: (page - 1) * pageSize,
  });
  return (
    <Ready of={loaded}>
      {({ records, hasMore }) => (
        <Table
          paginated
          page={page}
          pageCount={hasMore ? page + 1 : page}
          onPageChange={(next) => {
            setPage(next);
          }}
        >
          <TableHead>
            <TableRow>
              {propertyColumns.map((name) => (
                <TableHeader key={name}>{readable(name)}</TableHeader>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {records.map((one) => (
              <TableRow key={one.id}>
                {propertyColumns.map((name) => (
                  <TableCell key={name}>{one.properties[name] ?? '--'}</TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Ready>
  );
};

export const CrmStageTracker = ({
  properties,
  showProperties = true,
  objectId,
  objectTypeId,
}: CrmStageTrackerProps) => {
  const { crm } = useEnvironment();
  const stage = useRecordLines(['dealstage'], { objectId, objectTypeId });
  const lines = useRecordLines(properties.slice(0, 4), { objectId, objectTypeId });
  const stages = crm?.stages ?? [];
  return (
    <Ready of={stage}>
      {([current]) => (
        <>
          <StepIndicator
            stepNames={stages.map(({ label }) => label)}
            currentStep={Math.max(
              0,
              stages.findIndex(({ label, id }) => [label, id].includes(current?.value ?? '')),
            )}
          />
          {showProperties && lines.data !== null ? <Lines lines={lines.data} direction="row" /> : null}
        </>
      )}
    </Ready>
  );
};

export const CrmAssociationStageTracker = (props: CrmAssociationStageTrackerProps) => (
  <Ready
    of={useAssociated(props.objectTypeId, {
      properties: ['dealstage', ...props.properties],
      labels: props.associationLabels,
      length: 5,
    })}
  >
    {({ records }) => (
      <>
        {records.map((one) => (
          <Lines
            key={one.id}
            lines={associatedLines(one, ['dealstage', ...props.properties])}
            direction="row"
          />
        ))}
      </>
    )}
  </Ready>
);

export const CrmSimpleDeadline = (props: CrmSimpleDeadlineProps) => (
  <Ready of={useRecordLines([props.startDatePropertyName, props.endDatePropertyName, ...props.properties])}>
    {(lines) => <Lines lines={lines} direction="row" />}
  </Ready>
);

export const CrmStatistics = ({ objectTypeId, statistics }: CrmStatisticsProps) => {
  const names = statistics.map(({ propertyName }) => propertyName);
  return (
    <Ready of={useAssociated(objectTypeId, { properties: names, length: 100 })}>
      {({ records }) => (
        <Statistics>
          {statistics.map((one) => (
            <StatisticsItem
              key={one.label}
              label={one.label}
              number={summarise(one.statisticType, valuesOf(records, one.propertyName))}
            />
          ))}
        </Statistics>
      )}
    </Ready>
  );
};

const valuesOf = (records: Associated[], name: string): number[] =>
  records
    .map(({ properties }) => Number(properties[name] ?? Number.NaN))
    .filter((value) => !Number.isNaN(value));

const summarise = (kind: string, values: number[]): number => {
  const sum = values.reduce((a, b) => a + b, 0);
  if (kind === 'COUNT') return values.length;
  if (kind === 'DISTINCT_APPROX') return new Set(values).size;
  if (values.length === 0) return 0;
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return (
    { SUM: sum, AVG: sum / values.length, MIN: Math.min(...values), MAX: Math.max(...values) }[kind] ?? middle
  );
};

/** Reports live in HubSpot's own report tool, which is not part of this sandbox. */
export const CrmReport = ({ reportId }: CrmReportProps) => (
  <Alert title={`Report ${reportId}`} variant="info">
    HubSpot shows this report here.
  </Alert>
);
