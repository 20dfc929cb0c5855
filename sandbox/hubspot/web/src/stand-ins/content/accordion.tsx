import { useEffect, useId, useState } from 'react';
import type { AccordionProps } from '@hubspot/ui-extensions';
import { cx, size as short } from '../base/class-names.ts';
import { fire } from '../base/fire.ts';
import { Glyph } from '../base/icons.tsx';

export const Accordion = (props: AccordionProps) => {
  const {
    title,
    children,
    defaultOpen = false,
    disabled = false,
    open,
    size = 'sm',
    onClick,
    testId,
  } = props;
  const [isOpen, setOpen] = useState(open ?? defaultOpen);
  const id = useId();
  useEffect(() => {
    if (open !== undefined) setOpen(open);
  }, [open]);
  return (
    <div className={cx('hs-accordion', `hs-accordion--${short(size, 'sm')}`)} data-testid={testId}>
      <button
        type="button"
        className="hs-accordion__title"
        aria-expanded={isOpen}
        aria-controls={id}
        disabled={disabled}
        onClick={() => {
          if (open === undefined) setOpen(!isOpen);
          fire(onClick);
        }}
      >
        <Glyph name={isOpen ? 'down' : 'right'} />
        <span>{title}</span>
      </button>
      <div id={id} className="hs-accordion__content" hidden={!isOpen}>
        {children}
      </div>
    </div>
  );
};
