import { useMemo, useState } from 'react';
import type { DealRecord } from '../../api/types.ts';
import { SearchInput } from '../../stand-ins/inputs/text-inputs.tsx';
import { Checkbox } from '../../stand-ins/inputs/toggles.tsx';
import { PropertyRow } from './property-row.tsx';
import type { DealPage } from './use-deal-page.ts';

const MOST = 150;

/** Every property by group, with a search over labels and internal names. A portal can have 1,500 of them. */
export const AllProperties = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const [search, setSearch] = useState('');
  const [filled, setFilled] = useState(false);
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return deal.definitions.filter(
      ({ name, label, hidden }) =>
        !hidden &&
        (!filled || (deal.properties[name] ?? '') !== '') &&
        (label.toLowerCase().includes(wanted) || name.includes(wanted)),
    );
  }, [deal, search, filled]);
  const shown = found.slice(0, MOST);
  const groups = [...deal.groups].sort((a, b) => a.displayOrder - b.displayOrder);
  return (
    <div className="crm-all-properties">
      <div className="crm-filters">
        <SearchInput
          name="property-search"
          placeholder="Search properties"
          onInput={setSearch}
          value={search}
        />
        <Checkbox name="filled" checked={filled} onChange={setFilled}>
          Hide blank properties
        </Checkbox>
      </div>
      {groups.map(({ name, label }) => {
        const rows = shown.filter(({ groupName }) => groupName === name);
        return rows.length === 0 ? null : (
          <section key={name}>
            <h3>{label}</h3>
            {rows.map((definition) => (
              <PropertyRow key={definition.name} definition={definition} deal={deal} page={page} />
            ))}
          </section>
        );
      })}
      {found.length === 0 ? <p>No property matches.</p> : null}
      {found.length > shown.length ? (
        <p>{`${String(found.length - shown.length)} more. Search to find them.`}</p>
      ) : null}
    </div>
  );
};
