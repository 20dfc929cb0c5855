import { EnrolForm } from '../workflows/enrol-form.tsx';
import { EnrolmentTable } from '../workflows/enrolment-table.tsx';
import { useWorkflows } from '../workflows/use-workflows.ts';

/** The workflow actions of this deal, and a way to start one. */
export const DealWorkflows = ({ dealId }: { dealId: string }) => {
  const { value, failure, reload } = useWorkflows();
  const mine = (value?.results ?? []).filter((enrolment) => enrolment.dealId === dealId);
  return (
    <section className="crm-panel crm-panel--padded" aria-label="Workflows">
      <header className="crm-panel__head">
        <h2>Workflow actions</h2>
      </header>
      <EnrolForm actions={value?.actions ?? []} dealId={dealId} enrolled={reload} />
      <EnrolmentTable enrolments={mine} actions={value?.actions ?? []} failure={failure} />
    </section>
  );
};
