import { useState } from 'react';
import { Select } from '@hubspot/ui-extensions';
import { QuietButton } from '../../../kit/buttons.tsx';
import { Column, Row, Small } from '../../../kit/layout.tsx';
import type { RecordObject } from '@dealdraft/wire/records.ts';
import { propertyOption } from '../context/property-words.ts';
import { useDefinition, usePropertySearch } from '../context/properties-context.ts';

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
    <Column gap="flush">
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
        <Row gap="xs" align="center">
          <Small>{found.error.message}</Small>
          <QuietButton onClick={found.retry}>Try again</QuietButton>
        </Row>
      )}
      {more > 0 ? <Small>{String(more)} more: type in the list to search them.</Small> : null}
    </Column>
  );
};
