import { Link } from '@hubspot/ui-extensions';
import { recordUrl } from '../../format/record-link.ts';
import { useSettings } from './settings-services.ts';

/** A deal that can be opened beside this page. */
export const DealLink = ({ dealId, name }: { dealId: string; name: string | null }) => {
  const { hubspotOrigin, portalId } = useSettings();
  const url = recordUrl({ object: 'deal', recordId: dealId }, { hubspotOrigin, portalId, dealId });
  return <Link href={{ url, external: true }}>{name ?? `Deal ${dealId}`}</Link>;
};
