import { useRef } from 'react';
import { Input, TextArea } from '@hubspot/ui-extensions';

type Props = {
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  description?: string;
  tooltip?: string;
  placeholder?: string;
  required?: boolean;
  readOnly?: boolean;
  /** A fault shown below the field. */
  fault?: string | null;
  secret?: boolean;
  /** More than one line. */
  rows?: number;
  maxLength?: number;
};

/**
 * A field whose every keystroke counts, so that nothing typed is lost when the page is left without leaving the field.
 * HubSpot tells the same value once more when the field is left: that is no edit.
 */
export const TextField = ({ rows, maxLength, secret = false, fault, value, onChange, ...rest }: Props) => {
  const told = useRef(value);
  told.current = value;
  const tell = (next: string) => {
    if (next === told.current) return;
    told.current = next;
    onChange(next);
  };
  const shared = {
    ...rest,
    value,
    error: fault != null,
    ...(fault == null ? {} : { validationMessage: fault }),
    onInput: tell,
    onChange: tell,
  };
  return rows === undefined ? (
    <Input {...shared} type={secret ? 'password' : 'text'} />
  ) : (
    <TextArea {...shared} rows={rows} {...(maxLength === undefined ? {} : { maxLength })} />
  );
};
