import { hubspot } from '@hubspot/ui-extensions';
import { SettingsRoot } from '@dealdraft/ui/settings/settings-root.tsx';

hubspot.extend<'settings'>(({ context, actions }) => <SettingsRoot context={context} actions={actions} />);
