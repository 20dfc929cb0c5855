import { useRef } from 'react';
import type { MouseEvent } from 'react';
import type { LinkProps } from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import { useEnvironment } from '../base/environment.tsx';
import { fire, plainEvent } from '../base/fire.ts';
import { onThisOrigin, targetOf } from '../base/href.ts';
import { Glyph } from '../base/icons.tsx';
import { useOverlayTrigger } from '../base/overlay-slot.tsx';

/** Without an address it is a button that looks like a link, which is how HubSpot renders it too. */
export const Link = (props: Omit<LinkProps, 'href'> & Partial<Pick<LinkProps, 'href'>>) => {
  const { children, href, variant = 'primary', preventDefault = false, onClick, overlay, testId } = props;
  const { overlays } = useEnvironment();
  const element = useRef<HTMLElement | null>(null);
  const trigger = useOverlayTrigger(overlay, element);
  const click = (event: MouseEvent) => {
    if (preventDefault) event.preventDefault();
    fire(onClick, plainEvent(event), overlays.reactions);
    trigger.open();
  };
  const shared = {
    className: cx('hs-link', `hs-link--${variant}`),
    onClick: click,
    'data-testid': testId,
    ...trigger.props,
  };
  const target =
    href === undefined || (typeof href === 'string' && href === '') ? null : targetOf(href, location.origin);
  const keep = (node: HTMLElement | null) => {
    element.current = node;
  };
  return (
    <>
      {target === null ? (
        <button {...shared} ref={keep} type="button">
          {children}
        </button>
      ) : (
        <a
          {...shared}
          ref={keep}
          href={onThisOrigin(target.url)}
          {...(target.newTab ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
        >
          {children}
          {target.icon ? <Glyph name="external" label="(opens in a new tab)" /> : null}
        </a>
      )}
      {trigger.slot}
    </>
  );
};
