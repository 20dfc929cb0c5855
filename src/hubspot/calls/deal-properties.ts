export type PropertyDefinition = {
  name: string;
  label: string;
  description: string;
  type: 'string' | 'number' | 'datetime' | 'enumeration';
  fieldType: 'text' | 'number' | 'date' | 'select' | 'file';
  options?: readonly { value: string; label: string }[];
};

export type PropertyGroupDefinition = { name: string; label: string };

/** The group under which DealDraft's properties stand on a deal. */
export const dealPropertyGroup: PropertyGroupDefinition = { name: 'dealdraft', label: 'DealDraft' };

const dealStatusOptions = [
  { value: 'none', label: 'None' },
  { value: 'draft', label: 'Draft' },
  { value: 'review', label: 'In review' },
  { value: 'signing', label: 'Out for signature' },
  { value: 'executed', label: 'Executed' },
  { value: 'on_hold', label: 'On hold' },
  { value: 'voided', label: 'Voided' },
] as const;

const text = (name: string, label: string, description: string) =>
  ({ name, label, description, type: 'string', fieldType: 'text' }) as const;
const time = (name: string, label: string, description: string) =>
  ({ name, label, description, type: 'datetime', fieldType: 'date' }) as const;
const count = (name: string, label: string, description: string) =>
  ({ name, label, description, type: 'number', fieldType: 'number' }) as const;

/** The deal properties that DealDraft writes. They are created at install; reports and workflows may read them. */
export const dealPropertyDefinitions = [
  {
    name: 'dealdraft_status',
    label: 'Contract status',
    description: "Status of the deal's current contract in SpotDraft. Written by DealDraft.",
    type: 'enumeration',
    fieldType: 'select',
    options: dealStatusOptions,
  },
  text('dealdraft_contract_id', 'Contract ID', "SpotDraft id of the deal's current contract."),
  text('dealdraft_contract_name', 'Contract name', "Name of the deal's current contract."),
  text('dealdraft_contract_link', 'Contract link', 'Opens the current contract in SpotDraft.'),
  text('dealdraft_template', 'Contract template', 'Template the current contract was made from.'),
  time(
    'dealdraft_verified_at',
    'Contract status last verified',
    'When DealDraft last confirmed the status with SpotDraft.',
  ),
  time('dealdraft_sent_at', 'Contract sent date', 'When the current contract went out for signature.'),
  time(
    'dealdraft_signed_at',
    'Contract last signed at',
    'When the last signature was given before the contract was executed.',
  ),
  time('dealdraft_executed_at', 'Contract signed date', 'When the current contract was executed.'),
  count('dealdraft_contract_count', 'Number of contracts', 'All contracts of the deal.'),
  count(
    'dealdraft_open_contract_count',
    'Number of open contracts',
    'Contracts of the deal that are neither executed nor voided.',
  ),
  {
    name: 'dealdraft_signed_document',
    label: 'Signed document',
    description: 'The signed PDF of the executed contract.',
    type: 'string',
    fieldType: 'file',
  },
] as const satisfies readonly PropertyDefinition[];
