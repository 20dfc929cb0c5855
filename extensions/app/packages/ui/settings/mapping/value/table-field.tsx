import { useState } from 'react';
import { TextField } from '../../../kit/text-field.tsx';
import type { TableRow } from './lookup-table.ts';
import { decodeTable, encodeTable } from './lookup-table.ts';

type TableProps = {
  name: string;
  description?: string;
  table: readonly TableRow[];
  onChange: (table: TableRow[]) => void;
};

/** The text is the person's own while it is written: a line without its second half must not be tidied away. */
export const TableField = ({ name, description, table, onChange }: TableProps) => {
  const [text, setText] = useState(() => encodeTable(table));
  return (
    <TextField
      name={name}
      label="Table"
      description={description ?? 'One a line: HubSpot’s value = the paper’s value'}
      rows={4}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(decodeTable(next));
      }}
    />
  );
};
