import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { DealRow } from '../../api/types.ts';
import { formatValue } from '../../host/format-value.ts';
import { PlainLink } from '../../shell/plain-link.tsx';
import { addressOf } from '../../shell/routes.ts';
import { placeOf, useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Alert, EmptyState } from '../../stand-ins/content/feedback.tsx';
import { LoadingSpinner } from '../../stand-ins/base/loading-spinner.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '../../stand-ins/content/table.tsx';
import { Button } from '../../stand-ins/actions/button.tsx';

const PAGE = 25;

/** Deals a page at a time. The sandbox answers cursors, so the way back is the cursors passed so far. */
export const DealsTable = ({ search, pipeline }: { search: string; pipeline: string }) => {
  const session = useSession();
  const { portalId } = session.portal;
  const [trail, setTrail] = useState<string[]>([]);
  const after = trail.at(-1) ?? '';
  const filter = { search, pipeline, after, limit: PAGE };
  const page = useData(`list-${String(portalId)}-${JSON.stringify(filter)}`, () =>
    crm.deals(portalId, filter),
  );
  const next = page.value?.paging?.next.after;
  if (page.failure !== null) {
    return (
      <Alert title="The deals cannot be shown" variant="danger">
        {page.failure}
      </Alert>
    );
  }
  if (page.value === null) return <LoadingSpinner label="Loading deals" layout="centered" />;
  if (page.value.results.length === 0) {
    return (
      <EmptyState title="No deals match" imageName="deals" layout="vertical">
        <p>Change the search or the pipeline to see more.</p>
      </EmptyState>
    );
  }
  const { total, results } = page.value;
  const first = trail.length * PAGE + 1;
  return (
    <section className="crm-panel" aria-label="Deals" aria-busy={page.loading}>
      <DealRows rows={results} />
      <footer className="crm-paging">
        <span>{`${String(first)}–${String(first + results.length - 1)} of ${String(total)}`}</span>
        <Button
          size="sm"
          disabled={trail.length === 0}
          onClick={() => {
            setTrail(trail.slice(0, -1));
          }}
        >
          Prev
        </Button>
        <Button
          size="sm"
          disabled={next === undefined}
          onClick={() => {
            if (next !== undefined) setTrail([...trail, next]);
          }}
        >
          Next
        </Button>
      </footer>
    </section>
  );
};

const DealRows = ({ rows }: { rows: DealRow[] }) => {
  const session = useSession();
  const place = placeOf(session);
  return (
    <Table flush density="condensed" bordered={false}>
      <TableHead>
        <TableRow>
          <TableHeader width={320}>Deal name</TableHeader>
          <TableHeader>Company</TableHeader>
          <TableHeader>Deal stage</TableHeader>
          <TableHeader>Close date</TableHeader>
          <TableHeader>Deal owner</TableHeader>
          <TableHeader align="right">Amount</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell>
              <PlainLink
                to={addressOf.deal(session.portal.portalId, row.id)}
                className="hs-link hs-link--primary crm-strong"
              >
                {row.name}
              </PlainLink>
            </TableCell>
            <TableCell>{row.company ?? '--'}</TableCell>
            <TableCell>{`${row.stageLabel} (${row.pipelineLabel})`}</TableCell>
            <TableCell>
              {row.closeDate === null
                ? '--'
                : formatValue(row.closeDate, { type: 'date', options: [] }, place)}
            </TableCell>
            <TableCell>{row.ownerName ?? 'No owner'}</TableCell>
            <TableCell align="right">{amountOf(row, place)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
};

export const amountOf = (
  row: DealRow,
  place: { locale: string; currency: string; timeZone: string },
): string =>
  row.amount === null
    ? '--'
    : formatValue(
        row.amount,
        { type: 'number', options: [], money: true },
        { ...place, currency: row.currency ?? place.currency },
      );
