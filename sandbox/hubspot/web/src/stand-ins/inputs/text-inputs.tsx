import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { InputProps, SearchInputProps, TextAreaProps } from '@hubspot/ui-extensions';
import { Field } from './field.tsx';
import { fire } from '../base/fire.ts';
import { Glyph } from '../base/icons.tsx';
import { useDraft } from './use-draft.ts';

type Events = Pick<InputProps, 'onChange' | 'onInput' | 'onBlur' | 'onFocus'>;

/** `onInput` with every edit; `onChange` when the value is committed: on leaving the field or on Enter. */
const useTextEvents = (draft: { value: string; edit: (value: string) => void }, events: Events) => {
  const committed = useRef(draft.value);
  const commit = (value: string) => {
    if (committed.current === value) return;
    committed.current = value;
    fire(events.onChange, value);
  };
  return {
    commit,
    props: {
      value: draft.value,
      onChange: (event: { currentTarget: { value: string } }) => {
        draft.edit(event.currentTarget.value);
        fire(events.onInput, event.currentTarget.value);
      },
      onBlur: () => {
        commit(draft.value);
        fire(events.onBlur, draft.value);
      },
      onFocus: () => {
        committed.current = draft.value;
        fire(events.onFocus, draft.value);
      },
    },
    onEnter: (event: KeyboardEvent) => {
      if (event.key === 'Enter') commit(draft.value);
    },
  };
};

export const Input = (props: InputProps) => {
  const { name, type = 'text', value, defaultValue, placeholder, readOnly = false } = props;
  const draft = useDraft(value, defaultValue ?? '', name);
  const { props: events, onEnter } = useTextEvents(draft, props);
  return (
    <Field {...props}>
      {(ids) => (
        <input
          {...events}
          {...ids.described}
          id={ids.control}
          className="hs-input"
          name={name}
          type={type}
          placeholder={placeholder}
          readOnly={readOnly}
          onKeyDown={onEnter}
        />
      )}
    </Field>
  );
};

export const TextArea = (props: TextAreaProps) => {
  const {
    name,
    value,
    defaultValue,
    placeholder,
    readOnly = false,
    cols,
    rows = 3,
    maxLength,
    resize,
  } = props;
  const draft = useDraft(value, defaultValue ?? '', name);
  const { props: events } = useTextEvents(draft, props);
  return (
    <Field {...props}>
      {(ids) => (
        <textarea
          {...events}
          {...ids.described}
          id={ids.control}
          className="hs-input hs-input--area"
          name={name}
          placeholder={placeholder}
          readOnly={readOnly}
          cols={cols}
          rows={rows}
          maxLength={maxLength}
          style={{ resize: resize ?? 'vertical' }}
        />
      )}
    </Field>
  );
};

export const SearchInput = (props: Omit<SearchInputProps, 'label'> & { label?: string }) => {
  const { name, value, defaultValue, placeholder = 'Search', readOnly = false, clearable = true } = props;
  const draft = useDraft(value, defaultValue ?? '', name);
  const { props: events, onEnter, commit } = useTextEvents(draft, props);
  const input = useRef<HTMLInputElement>(null);
  return (
    <Field {...props}>
      {(ids) => (
        <div className="hs-search">
          <input
            {...events}
            {...ids.described}
            ref={input}
            id={ids.control}
            className="hs-input"
            type="search"
            name={name}
            placeholder={placeholder}
            readOnly={readOnly}
            onKeyDown={onEnter}
            {...(props.label === undefined || props.label === '' ? { 'aria-label': placeholder } : {})}
          />
          {clearable && draft.value !== '' && !readOnly ? (
            <button
              type="button"
              className="hs-icon-button"
              aria-label="Clear search"
              onClick={() => {
                draft.edit('');
                fire(props.onInput, '');
                commit('');
                input.current?.focus();
              }}
            >
              <Glyph name="cross" />
            </button>
          ) : (
            <Glyph name="search" />
          )}
        </div>
      )}
    </Field>
  );
};
