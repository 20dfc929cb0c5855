import { useRef } from 'react';
import type { StatusTagProps, TagProps } from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import { useEnvironment } from '../base/environment.tsx';
import { fire, plainEvent } from '../base/fire.ts';
import { Glyph } from '../base/icons.tsx';
import { useOverlayTrigger } from '../base/overlay-slot.tsx';

export const Tag = ({
  children,
  variant = 'default',
  onClick,
  inline = false,
  overlay,
  testId,
}: TagProps) => {
  const { overlays } = useEnvironment();
  const element = useRef<HTMLElement | null>(null);
  const trigger = useOverlayTrigger(overlay, element);
  const keep = (node: HTMLElement | null) => {
    element.current = node;
  };
  const className = cx('hs-tag', `hs-tag--${variant}`, inline && 'hs-tag--inline');
  const clickable = onClick !== undefined || (overlay !== undefined && !trigger.hasTooltip);
  return (
    <>
      {clickable ? (
        <button
          ref={keep}
          type="button"
          className={cx(className, 'hs-tag--button')}
          data-testid={testId}
          {...trigger.props}
          onClick={(event) => {
            fire(onClick, plainEvent(event), overlays.reactions);
            trigger.open();
          }}
        >
          {children}
        </button>
      ) : (
        <span
          ref={keep}
          className={className}
          data-testid={testId}
          {...(trigger.hasTooltip ? { tabIndex: 0, role: 'note' } : {})}
          {...trigger.props}
        >
          {children}
        </span>
      )}
      {trigger.slot}
    </>
  );
};

export const StatusTag = (props: StatusTagProps) => {
  const {
    children,
    variant = 'default',
    hollow = false,
    onClick,
    showRemoveIcon = false,
    onRemoveClick,
  } = props;
  const content = (
    <>
      <span
        className={cx('hs-status__dot', `hs-status__dot--${variant}`, hollow && 'hs-status__dot--hollow')}
        aria-hidden="true"
      />
      <span>{children}</span>
    </>
  );
  return (
    <span className="hs-status" data-testid={props.testId}>
      {onClick === undefined ? (
        content
      ) : (
        <button
          type="button"
          className="hs-status__button"
          onClick={() => {
            fire(onClick);
          }}
        >
          {content}
        </button>
      )}
      {showRemoveIcon ? (
        <button
          type="button"
          className="hs-icon-button"
          aria-label="Remove"
          onClick={() => {
            fire(onRemoveClick);
          }}
        >
          <Glyph name="cross" />
        </button>
      ) : null}
    </span>
  );
};
