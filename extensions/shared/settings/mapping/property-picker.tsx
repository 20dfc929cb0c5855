import { useState } from 'react';
import { Button, Flex, Select, Text } from '@hubspot/ui-extensions';
import type { RecordObject } from '@dealdraft/wire/records.ts';
import { propertyOption } from '../state/property-words.ts';
import { useDefinition, usePropertySearch } from './properties-context.ts';

type Props = {
  name: string;
  label: string;
  object: RecordObject;
  value: string;
  onChange: (property: string) => void;
  /** Leaves out those that a value cannot be written to. */
  writable?: boolean;
  description?: string;
};

/** A property of one object, found by label, internal name or type: the service searches, so large accounts are quick. */
export const PropertyPicker = ({
  name,
  label,
  object,
  value,
  onChange,
  writable = false,
  description,
}: Props) => {
  const [text, setText] = useState('');
  const found = usePropertySearch(object, text);
  const chosen = useDefinition(object, value);
  const listed = found.properties.filter(
    (each) => each.name !== value && !each.archived && (!writable || !each.readOnly),
  );
  const options = [
    ...(value === '' ? [] : [chosen == null ? { label: value, value } : propertyOption(chosen)]),
    ...listed.map(propertyOption),
  ];
  const more = found.total - found.properties.length;
  return (
    <Flex direction="column" gap="flush">
      <Select
        name={name}
        label={label}
        placeholder="Search by name"
        required
        value={value}
        options={options}
        {...(description === undefined ? {} : { description })}
        {...(chosen === null
          ? { error: true, validationMessage: `There is no property “${value}” any more. Choose another.` }
          : {})}
        onInput={setText}
        onChange={(next) => {
          if (next !== value) onChange(String(next));
        }}
      />
      {found.error === null ? null : (
        <Flex direction="row" gap="xs" align="center">
          <Text variant="microcopy">{found.error.message}</Text>
          <Button size="xs" variant="transparent" onClick={found.retry}>
            Try again
          </Button>
        </Flex>
      )}
      {more > 0 ? (
        <Text variant="microcopy">{String(more)} more: type in the list to search them.</Text>
      ) : null}
    </Flex>
  );
};
