import { createContext, useContext, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { createPortal } from 'react-dom';
import type { DropdownButtonItemProps, DropdownProps } from '@hubspot/ui-extensions';
import { cx, size as short } from '../base/class-names.ts';
import { useEnvironment } from '../base/environment.tsx';
import { fire, plainEvent } from '../base/fire.ts';
import { useMenuPosition } from '../base/floating.ts';
import { Glyph } from '../base/icons.tsx';
import { moveInMenu } from './menu-keys.ts';
import { useOverlayTrigger } from '../base/overlay-slot.tsx';
import { useDismiss } from '../base/use-dismiss.ts';

type MenuLink = { close: () => void; button: RefObject<HTMLButtonElement | null> };
const MenuContext = createContext<MenuLink | null>(null);

const entriesOf = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []),
];

export const Dropdown = (props: DropdownProps) => {
  const {
    options = [],
    variant = 'secondary',
    buttonText = 'Actions',
    buttonSize = 'md',
    disabled = false,
  } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const style = useMenuPosition(open, { anchor: button, box: menu });
  const close = () => {
    setOpen(false);
  };
  useDismiss(open, [button, menu], close);
  useEffect(() => {
    if (open) entriesOf(menu.current)[0]?.focus();
  }, [open]);
  const onMenuKey = (event: KeyboardEvent) => {
    // Keys pressed in an overlay of an entry come by here too, as React sends them through the tree of components.
    if (menu.current?.contains(event.target as Node) !== true) return;
    if (moveInMenu(event, entriesOf(menu.current))) return;
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
      button.current?.focus();
    }
  };
  return (
    <MenuContext.Provider value={{ close, button }}>
      <button
        ref={button}
        type="button"
        className={cx('hs-button', `hs-button--${variant}`, `hs-button--${short(buttonSize, 'md')}`)}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        disabled={disabled}
        data-testid={props.testId}
        onClick={() => {
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span className="hs-button__label">{buttonText}</span>
        <Glyph name="down" />
      </button>
      {/* The entries stay mounted while the menu is closed: the overlays they open belong to them. */}
      {createPortal(
        <div
          ref={menu}
          id={id}
          role="menu"
          className="hs-menu"
          style={style}
          hidden={!open}
          onKeyDown={onMenuKey}
        >
          {options.map((option, index) => (
            <DropdownButtonItem
              key={index}
              onClick={() => {
                fire(option.onClick);
              }}
            >
              {option.label}
            </DropdownButtonItem>
          ))}
          {props.children}
        </div>,
        document.body,
      )}
    </MenuContext.Provider>
  );
};

export const DropdownButtonItem = ({ children, onClick, overlay, testId }: DropdownButtonItemProps) => {
  const menu = useContext(MenuContext);
  const { overlays } = useEnvironment();
  const element = useRef<HTMLButtonElement>(null);
  const trigger = useOverlayTrigger(overlay, element);
  return (
    <>
      <button
        ref={element}
        type="button"
        role="menuitem"
        tabIndex={-1}
        className="hs-menu__item"
        data-testid={testId}
        {...trigger.props}
        onClick={(event) => {
          menu?.close();
          // The entry is about to be hidden: what opens now gives the focus back to the menu's button.
          menu?.button.current?.focus();
          fire(onClick, plainEvent(event), overlays.reactions);
          trigger.open();
        }}
      >
        {children}
      </button>
      {trigger.slot}
    </>
  );
};
