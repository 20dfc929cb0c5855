import { useRef } from 'react';
import type { ImageProps, StatusTagProps, TagProps } from '@hubspot/ui-extensions';
import { cx } from './class-names.ts';
import { useEnvironment } from './environment.tsx';
import { fire, plainEvent } from './fire.ts';
import { onThisOrigin, targetOf } from './href.ts';
import { Glyph } from './icons.tsx';
import { useOverlayTrigger } from './overlay-slot.tsx';

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

export const Image = ({ src, alt = '', width, height, href, onClick, overlay, testId }: ImageProps) => {
  const { overlays } = useEnvironment();
  const element = useRef<HTMLElement | null>(null);
  const trigger = useOverlayTrigger(overlay, element);
  const keep = (node: HTMLElement | null) => {
    element.current = node;
  };
  const picture = (
    <img className="hs-image" src={src} alt={alt} data-testid={testId} {...withSize(width, height)} />
  );
  const shared = {
    ref: keep,
    className: 'hs-image-button',
    ...trigger.props,
    onClick: (event: React.MouseEvent) => {
      fire(onClick, plainEvent(event), overlays.reactions);
      trigger.open();
    },
  };
  const target = href === undefined ? null : targetOf(href, location.origin);
  return (
    <>
      {target !== null ? (
        <a
          {...shared}
          href={onThisOrigin(target.url)}
          {...(target.newTab ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
        >
          {picture}
        </a>
      ) : onClick === undefined && overlay === undefined ? (
        picture
      ) : (
        <button {...shared} type="button">
          {picture}
        </button>
      )}
      {trigger.slot}
    </>
  );
};

const withSize = (width: number | undefined, height: number | undefined) => ({
  ...(width === undefined ? {} : { width }),
  ...(height === undefined ? {} : { height }),
});
