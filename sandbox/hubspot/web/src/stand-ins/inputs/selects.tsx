import { useId, useRef, useState } from 'react';
import type { MultiSelectProps, SelectProps } from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import type { FieldIds } from './field.tsx';
import { Field } from './field.tsx';
import { fire } from '../base/fire.ts';
import { Glyph } from '../base/icons.tsx';
import type { Option, Value } from './list-box.tsx';
import { ListBox } from './list-box.tsx';
import { useDraft } from './use-draft.ts';

type ControlProps = {
  ids: FieldIds;
  label: string | undefined;
  options: Option[];
  selected: Value[];
  multiple: boolean;
  placeholder: string;
  readOnly: boolean;
  transparent: boolean;
  choose: (value: Value) => void;
  onSearch?: ((text: string) => void) | undefined;
};

/** The button that shows the choice and opens the list. */
const SelectControl = (props: ControlProps) => {
  const { ids, options, selected, multiple, placeholder, readOnly, transparent, label } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();
  const labels = selected.map(
    (value) => options.find((option) => option.value === value)?.label ?? String(value),
  );
  const named = label !== undefined && label !== '';
  return (
    <>
      <button
        {...ids.described}
        ref={button}
        id={ids.control}
        type="button"
        role="combobox"
        aria-haspopup="listbox"
        aria-expanded={open}
        {...(open ? { 'aria-controls': listId } : {})}
        {...(named ? { 'aria-labelledby': ids.label } : { 'aria-label': placeholder })}
        disabled={readOnly}
        className={cx(
          transparent ? 'hs-select--transparent' : 'hs-input hs-select',
          labels.length === 0 && 'hs-select--empty',
        )}
        onClick={() => {
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (open || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span className="hs-select__value">
          {labels.length === 0
            ? placeholder
            : multiple
              ? labels.map((one) => (
                  <span key={one} className="hs-select__chip">
                    {one}
                  </span>
                ))
              : labels[0]}
        </span>
        <Glyph name="down" />
      </button>
      <ListBox
        open={open}
        close={() => {
          setOpen(false);
        }}
        anchor={button}
        id={listId}
        labelledBy={named ? ids.label : undefined}
        options={options}
        selected={selected}
        multiple={multiple}
        choose={props.choose}
        onSearch={props.onSearch}
      />
    </>
  );
};

export const Select = (props: SelectProps) => {
  const {
    options,
    value,
    onChange,
    onInput,
    placeholder = 'Select',
    readOnly = false,
    variant = 'input',
  } = props;
  const draft = useDraft<Value | undefined>(value, undefined, props.name);
  return (
    <Field {...props}>
      {(ids) => (
        <SelectControl
          ids={ids}
          label={props.label}
          options={options}
          selected={draft.value === undefined || draft.value === '' ? [] : [draft.value]}
          multiple={false}
          placeholder={placeholder}
          readOnly={readOnly}
          transparent={variant === 'transparent'}
          choose={(next) => {
            draft.edit(next);
            fire(onChange, next);
          }}
          {...(onInput === undefined
            ? {}
            : {
                onSearch: (text: string) => {
                  fire(onInput, text);
                },
              })}
        />
      )}
    </Field>
  );
};

export const MultiSelect = (props: MultiSelectProps) => {
  const { options, value, onChange, placeholder = 'Select', readOnly = false, variant = 'input' } = props;
  const draft = useDraft<Value[]>(value, [], props.name);
  return (
    <Field {...props}>
      {(ids) => (
        <SelectControl
          ids={ids}
          label={props.label}
          options={options}
          selected={draft.value}
          multiple
          placeholder={placeholder}
          readOnly={readOnly}
          transparent={variant === 'transparent'}
          choose={(next) => {
            const chosen = draft.value.includes(next)
              ? draft.value.filter((one) => one !== next)
              : [...draft.value, next];
            draft.edit(chosen);
            fire(onChange, chosen);
          }}
        />
      )}
    </Field>
  );
};
