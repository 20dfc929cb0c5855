import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { Pipeline } from '../../api/types.ts';
import { PlainLink } from '../../shell/plain-link.tsx';
import { useAddress } from '../../shell/router.ts';
import { addressOf } from '../../shell/routes.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Button } from '../../stand-ins/actions/button.tsx';
import { Glyph } from '../../stand-ins/base/icons.tsx';
import { Modal } from '../../stand-ins/actions/overlays.tsx';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { SearchInput } from '../../stand-ins/inputs/text-inputs.tsx';
import { CreateDeal } from './create-deal.tsx';
import { DealsBoard } from './deals-board.tsx';
import { DealsTable } from './deals-table.tsx';
import { useSettled } from './use-settled.ts';

/** All deals of the account, as a table or as a board of one pipeline. */
export const DealsPage = ({ view }: { view: 'list' | 'board' }) => {
  const { portal } = useSession();
  const address = useAddress();
  const [search, setSearch] = useState(address.searchParams.get('search') ?? '');
  const [pipeline, setPipeline] = useState(address.searchParams.get('pipeline') ?? '');
  const settled = useSettled(search, 200);
  const pipelines = useData(`pipelines-${String(portal.portalId)}`, () => crm.pipelines(portal.portalId));
  const open = (pipelines.value ?? []).filter(({ archived }) => !archived);
  const shown = view === 'board' ? (open.find(({ id }) => id === pipeline) ?? open[0]) : undefined;
  return (
    <main className={`crm-page crm-page--${view}`}>
      <header className="crm-page__head">
        <h1>Deals</h1>
        <Button
          variant="primary"
          overlay={
            <Modal id="create-deal" title="Create deal">
              <CreateDeal id="create-deal" pipelines={open} />
            </Modal>
          }
        >
          Create deal
        </Button>
      </header>
      <div className="crm-filters">
        <div className="crm-views" role="group" aria-label="View">
          <ViewLink
            to={addressOf.deals(portal.portalId)}
            icon="list"
            label="Table"
            current={view === 'list'}
          />
          <ViewLink
            to={addressOf.deals(portal.portalId, 'board')}
            icon="chart"
            label="Board"
            current={view === 'board'}
          />
        </div>
        <div className="crm-filters__search">
          <SearchInput name="search" placeholder="Search deals" value={search} onInput={setSearch} />
        </div>
        <div className="crm-filters__pipeline">
          <Select
            name="pipeline"
            variant="transparent"
            placeholder="All pipelines"
            value={shown?.id ?? pipeline}
            options={[...(view === 'board' ? [] : [allPipelines]), ...open.map(optionOf)]}
            onChange={(chosen) => {
              setPipeline(String(chosen));
            }}
          />
        </div>
      </div>
      {view === 'list' ? (
        <DealsTable key={`${settled}-${pipeline}`} search={settled} pipeline={pipeline} />
      ) : shown === undefined ? null : (
        <DealsBoard key={shown.id} pipeline={shown} search={settled} />
      )}
    </main>
  );
};

const allPipelines = { value: '', label: 'All pipelines' };
const optionOf = ({ id, label }: Pipeline) => ({ value: id, label });

const ViewLink = (props: { to: string; icon: string; label: string; current: boolean }) => (
  <PlainLink to={props.to} current={props.current} className="crm-views__link">
    <Glyph name={props.icon} />
    <span>{props.label}</span>
  </PlainLink>
);
