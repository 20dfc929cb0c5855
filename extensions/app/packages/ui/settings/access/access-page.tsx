import { useState } from 'react';
import { InnerTabs } from '../../kit/inner-tabs.tsx';
import { AdminsSection } from './admins-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { DataSection } from './data-section.tsx';
import { PreferencesSection } from './preferences-section.tsx';

const tabs = [
  { id: 'people', title: 'Admins' },
  { id: 'preferences', title: 'Permissions' },
  { id: 'alerts', title: 'Alerts' },
  { id: 'audit', title: 'Audit' },
  { id: 'data', title: 'Data' },
] as const;
type AccessTab = (typeof tabs)[number]['id'];

/** Who may change settings and make contracts, whom alerts reach, and what was changed by whom. */
export const AccessPage = () => {
  const [open, setOpen] = useState<AccessTab>('people');
  return (
    <InnerTabs tabs={tabs} open={open} onOpen={setOpen}>
      {open === 'people' ? (
        <AdminsSection />
      ) : open === 'audit' ? (
        <AuditSection />
      ) : open === 'data' ? (
        <DataSection />
      ) : (
        <PreferencesSection key={open} show={open} />
      )}
    </InnerTabs>
  );
};
