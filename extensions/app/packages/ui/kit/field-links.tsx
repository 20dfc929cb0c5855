import { Link, List } from '@hubspot/ui-extensions';
import type { FieldLink } from '@dealdraft/wire/card.ts';
import { recordUrl } from '../format/record-link.ts';

type Props = { fields: readonly FieldLink[] | undefined; place: { hubspotOrigin: string; portalId: number } };

/** The values to fill in, each a link to where. They open in a new tab, so that this page stays as it is. */
export const FieldLinks = ({ fields, place }: Props) =>
  fields === undefined || fields.length === 0 ? null : (
    <List>
      {fields.map(({ label, link }) => (
        <Link
          key={link.property ?? label}
          href={{ url: recordUrl(link, { ...place, dealId: link.recordId }), external: true }}
        >
          {label}
        </Link>
      ))}
    </List>
  );
