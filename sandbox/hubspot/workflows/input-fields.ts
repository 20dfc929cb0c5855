import type { CrmRecord } from '../state/model.ts';

type Fields = Record<string, unknown>;
type FromProperty = { type: 'OBJECT_PROPERTY'; propertyName: string };

const isTyped = (value: unknown): value is { type: string; value?: unknown } =>
  typeof value === 'object' && value !== null && 'type' in value;
const isFromProperty = (value: unknown): value is FromProperty =>
  isTyped(value) && value.type === 'OBJECT_PROPERTY' && 'propertyName' in value;

/** The inputs as an options request carries them. One that comes from a property has no value yet, since no record is enrolled. */
export const toOptionInputs = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isTyped(value) ? value : { type: 'STATIC_VALUE', value },
    ]),
  );

/** The inputs as an execution carries them: plain values, those from a property read from the enrolled record. */
export const toExecutionInputs = (fields: Fields, record: CrmRecord): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isFromProperty(value)
        ? (record.properties[value.propertyName] ?? null)
        : isTyped(value)
          ? (value.value ?? null)
          : value,
    ]),
  );
