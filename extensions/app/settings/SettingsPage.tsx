import { hubspot } from '@hubspot/ui-extensions';
import { SetUpNotice } from '@dealdraft/ui/settings/set-up-notice.tsx';

hubspot.extend<'settings'>(() => <SetUpNotice />);
