import { workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import type { Contract, KeyPointer } from '../state/model.ts';
import type { Json, JsonObject } from '../state/json.ts';
import { record } from './record.ts';

const formats: Record<string, JsonObject> = {
  DATE: { date_format: 'DD MMM YYYY' },
  CURRENCY: { currency_format: 'symbol' },
  DURATION: { duration_format: 'long' },
};

/** Contract metadata, read out of the data when a contract is executed. */
export function createKeyPointers(core: Core, contract: Contract): void {
  const template = workspaceOf(core, contract).templates.find((one) => one.id === contract.templateId);
  if (!template) return;
  const add = (label: string, fieldName: string, dataType: string, value: Json): void => {
    const id = nextNumber(core.state, 'key-pointer');
    contract.keyPointers.push({
      id,
      label,
      fieldName,
      dataType,
      formatOption: formats[dataType] ?? {},
      value,
    });
  };
  for (const rule of template.keyPointers) {
    const value = contract.data[rule.from];
    if (value !== undefined) add(rule.label, rule.fieldName, rule.dataType, value);
  }
  contract.expiringAt = expiryOf(contract.keyPointers);
  if (contract.expiringAt !== null)
    add('Expiry Date', 'slug_expiry_date', 'DATE', contract.expiringAt.slice(0, 10));
  if (contract.keyPointers.length > 0) record(core, contract, { activity: 'CONTRACT_KEY_POINTER_CREATION' });
}

function expiryOf(pointers: KeyPointer[]): string | null {
  const from = pointers.find((one) => one.fieldName === 'slug_effective_date')?.value;
  const term = pointers.find((one) => one.fieldName === 'slug_term')?.value;
  if (typeof from !== 'string' || typeof term !== 'object' || term === null || Array.isArray(term))
    return null;
  const { type, value } = term;
  if (typeof value !== 'number') return null;
  const date = new Date(`${from}T00:00:00Z`);
  if (type === 'DAYS') date.setUTCDate(date.getUTCDate() + value);
  else if (type === 'MONTHS') date.setUTCMonth(date.getUTCMonth() + value);
  else date.setUTCFullYear(date.getUTCFullYear() + value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
