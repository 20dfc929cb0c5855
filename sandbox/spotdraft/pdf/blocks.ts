import { userById, workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import type { Contract, Entity } from '../state/model.ts';
import type { Json, JsonObject } from '../state/json.ts';
import { dataFields } from '../validate/data-fields.ts';
import type { DataField } from '../validate/data-fields.ts';

/** What a contract's paper consists of, before anything is drawn. */
export type Block =
  | { kind: 'title'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'line'; text: string }
  | { kind: 'field'; label: string; text: string }
  | { kind: 'table'; columns: string[]; rows: string[][] }
  | { kind: 'signature'; name: string; title: string; party: string; signed: string };

/** The paper of a contract: parties, every answer, tables for repeating answers, who signed when. */
export function contractBlocks(core: Core, contract: Contract): Block[] {
  const workspace = workspaceOf(core, contract);
  const entity = workspace.entities.find((one) => one.id === contract.entityId);
  const template = workspace.templates.find((one) => one.id === contract.templateId);
  const creator = userById(workspace, contract.createdById);
  return [
    { kind: 'title', text: contract.name },
    {
      kind: 'line',
      text: `${contract.referenceId} · prepared ${contract.createdAt.slice(0, 10)} by ${creator?.name ?? ''}`,
    },
    { kind: 'heading', text: 'Parties' },
    ...(entity ? [{ kind: 'field' as const, label: 'Provider', text: entityText(entity) }] : []),
    ...contract.parties.map((party): Block => ({
      kind: 'field',
      label: party.isIndividual ? 'Individual' : 'Customer',
      text: [
        party.name,
        party.organizationType,
        addressText(party.details?.['address']),
        `${party.contact.name} <${party.contact.email}>`,
      ]
        .filter((part) => part)
        .join('\n'),
    })),
    { kind: 'heading', text: 'Terms' },
    ...(template ? dataBlocks(dataFields(template.attributes), contract.data) : []),
    { kind: 'heading', text: 'Signatures' },
    ...contract.signatories.map((one): Block => ({
      kind: 'signature',
      name: one.name,
      title: one.title,
      party: one.isCounterparty ? (contract.parties[0]?.name ?? 'Counterparty') : (entity?.name ?? ''),
      signed:
        one.action?.signed === true
          ? `Signed electronically by ${one.email} on ${one.action.at}`
          : 'Not signed yet',
    })),
  ];
}

/** The paper of data that is not a contract yet: what the preview endpoint draws. */
export function previewBlocks(name: string, fields: DataField[], data: JsonObject): Block[] {
  return [
    { kind: 'title', text: name },
    { kind: 'line', text: 'Preview' },
    { kind: 'heading', text: 'Terms' },
    ...dataBlocks(fields, data),
  ];
}

function dataBlocks(fields: DataField[], data: JsonObject): Block[] {
  return fields.flatMap((field): Block[] => {
    const value = data[field.key];
    if (value === undefined || value === null) return [];
    if (field.kind !== 'repeating' || !Array.isArray(value))
      return [{ kind: 'field', label: field.label, text: valueText(field, value) }];
    const columns = dataFields(field.attribute.attributes ?? []);
    const rows = value.map((row) => columns.map((column) => cellText(column, row)));
    return [
      { kind: 'heading', text: field.label },
      { kind: 'table', columns: columns.map((one) => one.label), rows },
    ];
  });
}

const cellText = (column: DataField, row: Json): string => {
  const value = typeof row === 'object' && row !== null && !Array.isArray(row) ? row[column.key] : undefined;
  return value === undefined || value === null ? '' : valueText(column, value);
};

/** One answer in words; also used by the page for people. */
export function valueText(field: DataField, value: Json): string {
  const labelOf = (one: Json): string =>
    field.attribute.options?.find((option) => option.value === one)?.label ?? plain(one);
  if (Array.isArray(value)) return value.map(labelOf).join(', ');
  if (typeof value === 'object' && value !== null) {
    if (field.kind === 'currency') return `${plain(value['type'] ?? '')} ${amount(value['value'] ?? null)}`;
    if (field.kind === 'duration')
      return `${plain(value['value'] ?? '')} ${plain(value['type'] ?? '').toLowerCase()}`;
    return addressText(value);
  }
  return field.parts.length > 0 ? plain(value) : labelOf(value);
}

const plain = (value: Json): string => {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
};

const amount = (value: Json): string =>
  typeof value === 'number'
    ? value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 })
    : plain(value);

const entityText = (entity: Entity): string =>
  [
    entity.name,
    entity.organizationType.name,
    `${entity.address.lineOne}, ${entity.address.zipcode} ${entity.address.city}, ${entity.address.country.name}`,
  ].join('\n');

const addressText = (address: Json | undefined): string => {
  if (typeof address !== 'object' || address === null || Array.isArray(address)) return '';
  return ['line_one', 'line_two', 'zipcode', 'city', 'state', 'country', 'country_iso_code']
    .map((key) => plain(address[key] ?? ''))
    .filter((part, index, all) => part !== '' && all.indexOf(part) === index)
    .join(', ');
};
