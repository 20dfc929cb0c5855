import { hubspot } from '@hubspot/ui-extensions';
import { SettingsSummary } from '@dealdraft/ui/settings/settings-summary.tsx';

hubspot.extend<'settings'>(({ context }) => <SettingsSummary context={context} />);
