import type { ObjectName, Portal, PropertyDefinition } from '../state/model.ts';

/** A property of the account that is not archived, with the options that depend on the account's pipelines. */
export function findProperty(portal: Portal, type: ObjectName, name: string): PropertyDefinition | undefined {
  const found = portal.properties[type].find((one) => one.name === name && !one.archived);
  return found && withOptions(portal, found, type);
}

export const listProperties = (portal: Portal, type: ObjectName, archived = false): PropertyDefinition[] =>
  portal.properties[type]
    .filter((one) => one.archived === archived)
    .map((one) => withOptions(portal, one, type));

function withOptions(portal: Portal, definition: PropertyDefinition, type: ObjectName): PropertyDefinition {
  if (type !== 'deals') return definition;
  const choices =
    definition.name === 'pipeline'
      ? portal.pipelines
      : definition.name === 'dealstage'
        ? portal.pipelines.flatMap((one) => one.stages)
        : undefined;
  if (choices === undefined) return definition;
  const options = choices
    .filter((one) => !one.archived)
    .map(({ id, label, displayOrder }) => ({
      value: id,
      label,
      displayOrder,
      description: '',
      hidden: false,
    }));
  return { ...definition, options };
}

/** The form in which the properties API shows a definition. */
export const shownProperty = ({
  readOnly,
  referencedObjectType,
  ...definition
}: PropertyDefinition): object => ({
  ...definition,
  ...(referencedObjectType === null ? {} : { referencedObjectType }),
  modificationMetadata: {
    archivable: !definition.hubspotDefined,
    readOnlyDefinition: definition.hubspotDefined,
    readOnlyOptions: definition.hubspotDefined,
    readOnlyValue: readOnly,
  },
});
