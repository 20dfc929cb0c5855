import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { EnrolForm } from './enrol-form.tsx';
import { EnrolmentTable } from './enrolment-table.tsx';
import { useWorkflows } from './use-workflows.ts';

/** Runs the app's workflow actions for a deal, and shows how each run goes. */
export const WorkflowsPage = () => {
  const { portalId } = useSession().portal;
  const [search, setSearch] = useState('');
  const [dealId, setDealId] = useState('');
  const deals = useData(`deals-${search}`, () => crm.deals(portalId, { search, limit: 20 }));
  const { value, failure, reload } = useWorkflows();
  return (
    <main className="crm-page">
      <header className="crm-page__head">
        <h1>Workflows</h1>
      </header>
      <section className="crm-panel crm-panel--padded crm-narrow" aria-label="Enroll a deal">
        <h2>Enroll a deal in an action</h2>
        <Select
          name="deal"
          label="Deal"
          placeholder="Choose a deal"
          value={dealId}
          options={(deals.value?.results ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onInput={setSearch}
          onChange={(chosen) => {
            setDealId(String(chosen));
          }}
        />
        <EnrolForm actions={value?.actions ?? []} dealId={dealId} enrolled={reload} />
      </section>
      <section className="crm-panel crm-panel--padded" aria-label="Runs">
        <h2>Runs</h2>
        <EnrolmentTable enrolments={value?.results ?? []} actions={value?.actions ?? []} failure={failure} />
      </section>
    </main>
  );
};
