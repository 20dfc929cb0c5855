import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { DealRow, Pipeline, Stage } from '../../api/types.ts';
import { formatValue } from '../../host/format-value.ts';
import { PlainLink } from '../../shell/plain-link.tsx';
import { addressOf } from '../../shell/routes.ts';
import { placeOf, useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { useRefresh } from '../../shell/use-refresh.ts';
import { Dropdown, DropdownButtonItem } from '../../stand-ins/actions/dropdown.tsx';
import { Alert } from '../../stand-ins/content/feedback.tsx';
import { amountOf } from './deals-table.tsx';

const MOST = 100;
const dragged = 'application/x-deal';

type Props = { pipeline: Pipeline; search: string };

/** One column per stage. A deal moves by dragging, or by the “Move to” menu of its card for the keyboard. */
export const DealsBoard = ({ pipeline, search }: Props) => {
  const { portal, user, alert } = useSession();
  const key = `board-${pipeline.id}-${search}`;
  const page = useData(key, () => crm.deals(portal.portalId, { search, pipeline: pipeline.id, limit: MOST }));
  useRefresh(page.reload);
  const stages = pipeline.stages
    .filter(({ archived }) => !archived)
    .sort((a, b) => a.displayOrder - b.displayOrder);
  const rows = page.value?.results ?? [];
  const move = async (dealId: string, stage: Stage): Promise<void> => {
    const before = page.value;
    const row = rows.find(({ id }) => id === dealId);
    if (before === null || row === undefined || row.stage === stage.id) return;
    // Shown at its new place at once; put back when the sandbox refuses.
    const moved = { ...row, stage: stage.id, stageLabel: stage.label };
    page.put({ ...before, results: before.results.map((one) => (one.id === dealId ? moved : one)) });
    try {
      await crm.editDeal(portal.portalId, dealId, { userId: user.id, properties: { dealstage: stage.id } });
      alert({ type: 'success', message: `“${row.name}” moved to ${stage.label}.` });
    } catch (failure) {
      page.put(before);
      alert({ type: 'danger', message: failure instanceof Error ? failure.message : String(failure) });
    }
    page.reload();
  };
  if (page.failure !== null) return <Alert title={page.failure} variant="danger" />;
  const hidden = (page.value?.total ?? 0) - rows.length;
  return (
    <>
      <div className="crm-board" aria-busy={page.loading}>
        {stages.map((stage) => (
          <Column
            key={stage.id}
            stage={stage}
            stages={stages}
            rows={rows.filter((row) => row.stage === stage.id)}
            move={(dealId, to) => void move(dealId, to)}
          />
        ))}
      </div>
      {hidden > 0 ? (
        <p className="crm-quiet">{`${String(hidden)} more deals are not on the board. Search to find them.`}</p>
      ) : null}
    </>
  );
};

type ColumnProps = {
  stage: Stage;
  stages: Stage[];
  rows: DealRow[];
  move: (dealId: string, to: Stage) => void;
};

const Column = ({ stage, stages, rows, move }: ColumnProps) => {
  const [over, setOver] = useState(false);
  return (
    <section
      className={`crm-column${over ? ' crm-column--over' : ''}`}
      aria-label={stage.label}
      data-stage={stage.id}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragged)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        move(event.dataTransfer.getData(dragged), stage);
      }}
    >
      <h2 className="crm-column__head">
        <span>{stage.label}</span>
        <span className="crm-column__count">{rows.length}</span>
      </h2>
      <div className="crm-column__cards" tabIndex={0} role="group" aria-label={`Deals in ${stage.label}`}>
        {rows.map((row) => (
          <BoardCard key={row.id} row={row} stages={stages} move={move} />
        ))}
      </div>
    </section>
  );
};

type CardProps = { row: DealRow; stages: Stage[]; move: (dealId: string, to: Stage) => void };

const BoardCard = ({ row, stages, move }: CardProps) => {
  const session = useSession();
  const place = placeOf(session);
  const close =
    row.closeDate === null ? '--' : formatValue(row.closeDate, { type: 'date', options: [] }, place);
  return (
    <article
      className="crm-board-card"
      data-deal={row.id}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragged, row.id);
        event.dataTransfer.effectAllowed = 'move';
      }}
    >
      <PlainLink
        to={addressOf.deal(session.portal.portalId, row.id)}
        className="hs-link hs-link--primary crm-strong"
      >
        {row.name}
      </PlainLink>
      <div>{`Amount: ${amountOf(row, place)}`}</div>
      <div className="crm-quiet">{`Close date: ${close}`}</div>
      <div className="crm-quiet">{row.company ?? 'No company'}</div>
      <div className="crm-board-card__foot">
        <Dropdown variant="transparent" buttonSize="xs" buttonText="Move to">
          {stages
            .filter(({ id }) => id !== row.stage)
            .map((stage) => (
              <DropdownButtonItem
                key={stage.id}
                onClick={() => {
                  move(row.id, stage);
                }}
              >
                {stage.label}
              </DropdownButtonItem>
            ))}
        </Dropdown>
      </div>
    </article>
  );
};
