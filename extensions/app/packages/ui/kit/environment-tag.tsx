import { Tag } from '@hubspot/ui-extensions';
import type { Environment } from '@dealdraft/wire/settings.ts';

/** Which of SpotDraft's worlds something is in: UAT stands out wherever it shows. */
export const EnvironmentTag = ({ environment }: { environment: Environment }) => (
  <Tag variant={environment === 'uat' ? 'warning' : 'success'}>
    {environment === 'uat' ? 'UAT' : 'Production'}
  </Tag>
);
