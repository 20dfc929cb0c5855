import { hubspot } from '@hubspot/ui-extensions';
import { CardRoot } from '@dealdraft/ui/card/card-root.tsx';

hubspot.extend<'crm.record.sidebar'>(({ context, actions }) => (
  <CardRoot context={context} actions={actions} />
));
