import { Link } from '@hubspot/ui-extensions';
import type { RecordLink } from '@dealdraft/wire/card.ts';
import { nounOf, recordUrl } from '../../format/record-link.ts';
import { useCard } from './card-services.ts';

/** "Open the company": goes to the record whose value is missing. Opens in a new tab, so that the card stays as it is. */
export const RecordValueLink = ({ link }: { link: RecordLink | undefined | null }) => {
  const { hubspotOrigin, portalId, dealId } = useCard();
  return link === undefined || link === null ? null : (
    <Link href={{ url: recordUrl(link, { hubspotOrigin, portalId, dealId }), external: true }}>
      {link.object === 'deal' ? 'Edit on the deal' : `Open the ${nounOf(link.object)}`}
    </Link>
  );
};
