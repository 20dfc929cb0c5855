import type { CrmRecord, ObjectName, Portal } from '../state/model.ts';
import { invalid } from '../state/reply.ts';
import type { ErrorDetail, Refusal } from '../state/reply.ts';
import { checkValue } from '../schema/check-value.ts';
import { findProperty } from '../schema/portal-schema.ts';

export interface WriteProblem {
  name: string;
  error: string;
  message: string;
}

export interface CheckedWrite {
  values: Record<string, string>;
  problems: WriteProblem[];
}

/** Properties that a caller may set while a record is made, though never afterwards. */
const settableAtCreation = new Set(['createdate', 'hs_createdate']);

/** Checks what a caller wants to write to a record (none when it is to be made) and gives the values as HubSpot would keep them. */
export function checkWrite(
  portal: Portal,
  type: ObjectName,
  properties: Record<string, string>,
  record?: CrmRecord,
): CheckedWrite {
  const values: Record<string, string> = {};
  const problems: WriteProblem[] = [];
  for (const [name, value] of Object.entries(properties)) {
    const definition = findProperty(portal, type, name);
    if (!definition) {
      problems.push({ name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` });
      continue;
    }
    if (definition.readOnly && !(record === undefined && settableAtCreation.has(name))) {
      problems.push(readOnly(name));
      continue;
    }
    const checked = checkValue(portal, definition, value);
    if (checked.ok) values[name] = checked.value;
    else problems.push({ name, ...checked.problem });
  }
  if (type === 'deals' && problems.length === 0) problems.push(...checkStage(portal, values, record));
  return { values, problems };
}

/** The same for a record that exists; one that was made read-only refuses every value. */
export function checkUpdate(
  portal: Portal,
  record: CrmRecord,
  properties: Record<string, string>,
): CheckedWrite {
  const checked = checkWrite(portal, record.type, properties, record);
  if (record.type !== 'deals' || !portal.readOnlyDeals.includes(record.id)) return checked;
  return { ...checked, problems: [...checked.problems, ...Object.keys(checked.values).map(readOnly)] };
}

const readOnly = (name: string): WriteProblem => ({
  name,
  error: 'READ_ONLY_VALUE',
  message: `"${name}" is a read only property; its value cannot be set.`,
});

/** A stage belongs to one pipeline; a deal cannot stand in a stage of another. */
function checkStage(
  portal: Portal,
  values: Record<string, string>,
  record: CrmRecord | undefined,
): WriteProblem[] {
  if (values['dealstage'] === undefined && values['pipeline'] === undefined) return [];
  const pipelineId = values['pipeline'] ?? record?.properties['pipeline'] ?? portal.pipelines[0]?.id;
  const stage = values['dealstage'] ?? record?.properties['dealstage'];
  const pipeline = portal.pipelines.find((one) => one.id === pipelineId);
  if (stage === undefined || pipeline?.stages.some((one) => one.id === stage && !one.archived)) return [];
  return [
    {
      name: 'dealstage',
      error: 'INVALID_OPTION',
      message: `${stage} is not a stage of the pipeline ${pipelineId}.`,
    },
  ];
}

/** The refusal for problems, in HubSpot's form: as JSON inside the message, and as a list. */
export function writeRefusal(portal: Portal, problems: WriteProblem[]): Refusal {
  const details = problems.map(({ name, error, message }) => ({
    isValid: false,
    message,
    error,
    name,
    localizedErrorMessage: message,
    portalId: portal.portalId,
  }));
  const errors = problems.map(({ name, error, message }): ErrorDetail => ({
    message,
    code: error,
    context: { propertyName: [name] },
  }));
  return invalid(`Property values were not valid: ${JSON.stringify(details)}`, { errors });
}
