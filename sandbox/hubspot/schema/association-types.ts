import type { AssociationType, ObjectName } from '../state/model.ts';

type Row = [name: string, from: ObjectName, to: ObjectName, id: number, inverse: number, label?: string];

/** HubSpot's own types, as its associations guide numbers them. */
const rows: Row[] = [
  ['deal_to_contact', 'deals', 'contacts', 3, 4],
  ['deal_to_company', 'deals', 'companies', 341, 342],
  ['deal_to_primary_company', 'deals', 'companies', 5, 6, 'Primary'],
  ['deal_to_line_item', 'deals', 'line_items', 19, 20],
  ['deal_to_quote', 'deals', 'quotes', 63, 64],
  ['deal_to_note', 'deals', 'notes', 213, 214],
  ['contact_to_company', 'contacts', 'companies', 279, 280],
  ['contact_to_primary_company', 'contacts', 'companies', 1, 2, 'Primary'],
  ['contact_to_note', 'contacts', 'notes', 201, 202],
  ['company_to_note', 'companies', 'notes', 189, 190],
  ['quote_to_line_item', 'quotes', 'line_items', 67, 68],
  ['quote_to_contact', 'quotes', 'contacts', 69, 70],
  ['quote_to_company', 'quotes', 'companies', 71, 72],
];

/** A type and the same one seen from the other side. */
const pair = (
  [name, from, to, id, inverse, label]: Row,
  category: AssociationType['category'] = 'HUBSPOT_DEFINED',
): AssociationType[] => {
  const turned = name.split('_to_').toReversed().join('_to_');
  const common = { category, label: label ?? null };
  return [
    { ...common, typeId: id, name, from, to, inverse },
    { ...common, typeId: inverse, name: turned, from: to, to: from, inverse: id },
  ];
};

export const hubspotAssociationTypes = (): AssociationType[] => rows.flatMap((row) => pair(row));

/** Labels an account has made itself, with the type numbers its account gave them. */
export const userLabels = (labels: [label: string, to: ObjectName, id: number][]): AssociationType[] =>
  labels.flatMap(([label, to, id]) =>
    pair(
      [`deal_to_${label.toLowerCase().replaceAll(' ', '_')}`, 'deals', to, id, id + 1, label],
      'USER_DEFINED',
    ),
  );
