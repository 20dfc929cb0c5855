import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { createPortal } from 'react-dom';
import { cx } from '../base/class-names.ts';
import { useMenuPosition } from '../base/floating.ts';
import { Glyph } from '../base/icons.tsx';
import { useDismiss } from '../base/use-dismiss.ts';

export type Value = string | number | boolean;
export type Option = { label: string; value: Value };

const SEARCH_FROM = 8;
/** More than this is never drawn at once: a portal can have 1,500 properties. */
const MOST_SHOWN = 200;

type Props = {
  open: boolean;
  close: () => void;
  anchor: RefObject<HTMLElement | null>;
  id: string;
  labelledBy: string | undefined;
  options: Option[];
  selected: readonly Value[];
  multiple: boolean;
  choose: (value: Value) => void;
  onSearch?: ((text: string) => void) | undefined;
};

const matching = (options: Option[], text: string): Option[] => {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? options : options.filter(({ label }) => label.toLowerCase().includes(wanted));
};

/** The list under a Select: searchable when it is long or when the extension searches by itself. */
export const ListBox = (props: Props) => {
  const { open, close, anchor, id, options, selected, multiple, choose, onSearch } = props;
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const style = useMenuPosition(open, { anchor, box });
  const searchable = onSearch !== undefined || options.length >= SEARCH_FROM;
  const found = useMemo(() => matching(options, text), [options, text]);
  const shown = found.slice(0, MOST_SHOWN);
  const base = useId();
  useDismiss(open, [anchor, box], close);
  useEffect(() => {
    if (!open) return;
    setText('');
    setActive(
      Math.max(
        0,
        options.findIndex(({ value }) => value === selected[0]),
      ),
    );
    (search.current ?? list.current)?.focus();
  }, [open]);
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, open]);
  if (!open) return null;
  const take = (option: Option | undefined) => {
    if (option === undefined) return;
    choose(option.value);
    if (!multiple) finish();
  };
  const finish = () => {
    close();
    anchor.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    const next = {
      ArrowDown: Math.min(last, active + 1),
      ArrowUp: Math.max(0, active - 1),
      Home: searchable ? undefined : 0,
      End: searchable ? undefined : last,
    }[event.key];
    if (next !== undefined) setActive(next);
    else if (event.key === 'Enter' || (event.key === ' ' && !searchable)) take(shown[active]);
    else if (event.key === 'Escape' || event.key === 'Tab') finish();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const activeId = shown.length === 0 ? undefined : `${base}-${String(active)}`;
  return createPortal(
    <div ref={box} className="hs-listbox" style={style} onKeyDown={onKey}>
      {searchable ? (
        <div className="hs-listbox__search">
          <input
            ref={search}
            type="search"
            className="hs-input"
            aria-label="Search options"
            aria-controls={id}
            aria-activedescendant={activeId}
            placeholder="Search"
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setActive(0);
              onSearch?.(event.currentTarget.value);
            }}
          />
          <Glyph name="search" />
        </div>
      ) : null}
      <ul
        ref={list}
        id={id}
        role="listbox"
        tabIndex={searchable ? -1 : 0}
        aria-multiselectable={multiple || undefined}
        {...(props.labelledBy === undefined
          ? { 'aria-label': 'Options' }
          : { 'aria-labelledby': props.labelledBy })}
        {...(searchable ? {} : { 'aria-activedescendant': activeId })}
      >
        {shown.map((option, index) => (
          <ListOption
            key={String(option.value)}
            id={`${base}-${String(index)}`}
            active={index === active}
            chosen={selected.includes(option.value)}
            multiple={multiple}
            choose={() => {
              take(option);
            }}
          >
            {option.label}
          </ListOption>
        ))}
      </ul>
      {found.length === 0 ? <div className="hs-listbox__note">No results found</div> : null}
      {found.length > shown.length ? (
        <div className="hs-listbox__note">
          {`${String(found.length - shown.length)} more. Type to find them.`}
        </div>
      ) : null}
    </div>,
    document.body,
  );
};

const ListOption = (props: {
  id: string;
  active: boolean;
  chosen: boolean;
  multiple: boolean;
  choose: () => void;
  children: ReactNode;
}) => (
  <li
    id={props.id}
    role="option"
    aria-selected={props.chosen}
    data-active={props.active}
    className={cx('hs-listbox__option', props.active && 'hs-listbox__option--active')}
    onPointerDown={(event) => {
      // Keeps the focus where it is: in the search field or on the list.
      event.preventDefault();
    }}
    onClick={props.choose}
  >
    {props.multiple ? (
      <span className={cx('hs-listbox__box', props.chosen && 'hs-listbox__box--on')} aria-hidden="true">
        {props.chosen ? <Glyph name="check" /> : null}
      </span>
    ) : null}
    <span>{props.children}</span>
  </li>
);
