import type { DealRecord } from '../../api/types.ts';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import type { DealPage } from './use-deal-page.ts';

/** The stage with the pipeline's path above it: each stage is a piece of the line, filled up to the current one. */
export const StagePicker = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const stages = (deal.pipeline?.stages ?? [])
    .filter(({ archived }) => !archived)
    .sort((a, b) => a.displayOrder - b.displayOrder);
  const current = stages.findIndex(({ id }) => id === deal.stage?.id);
  const move = (stage: string): void => {
    if (stage !== deal.stage?.id) void page.save({ dealstage: stage });
  };
  const lost = deal.stage?.metadata.isClosed === 'true' && Number(deal.stage.metadata.probability) === 0;
  return (
    <div className="crm-stage">
      <div className="crm-stage__path" role="group" aria-label="Stages">
        {stages.map(({ id, label }, index) => (
          <button
            key={id}
            type="button"
            className={`crm-stage__piece${index <= current ? (lost ? ' crm-stage__piece--lost' : ' crm-stage__piece--done') : ''}`}
            title={label}
            aria-label={`Move to ${label}`}
            aria-pressed={index === current}
            onClick={() => {
              move(id);
            }}
          />
        ))}
      </div>
      <Select
        label="Deal stage"
        name="dealstage"
        value={deal.stage?.id ?? ''}
        options={stages.map(({ id, label }) => ({ value: id, label }))}
        onChange={(stage) => {
          move(String(stage));
        }}
      />
    </div>
  );
};
