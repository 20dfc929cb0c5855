import { useRef } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import type { ButtonProps, HrefProp } from '@hubspot/ui-extensions';
import { cx, size as short } from '../base/class-names.ts';
import { useEnvironment } from '../base/environment.tsx';
import { fire, plainEvent } from '../base/fire.ts';
import { onThisOrigin, targetOf } from '../base/href.ts';
import { Glyph } from '../base/icons.tsx';
import { useOverlayTrigger } from '../base/overlay-slot.tsx';

type Look = 'primary' | 'secondary' | 'destructive' | 'transparent';
type FaceProps = {
  children: ReactNode;
  variant?: Look;
  size?: string | undefined;
  disabled?: boolean;
  type?: 'button' | 'reset' | 'submit';
  truncate?: boolean;
  href?: HrefProp | undefined;
  onClick?: ButtonProps['onClick'];
  overlay?: ReactNode;
  busy?: boolean;
  testId?: string | undefined;
};

/** Shared by Button, LoadingButton and the header's buttons: look, link, overlay and events. */
export const ButtonFace = (props: FaceProps) => {
  const { children, variant = 'secondary', disabled = false, type = 'button', busy = false, testId } = props;
  const { overlays } = useEnvironment();
  const element = useRef<HTMLElement | null>(null);
  const trigger = useOverlayTrigger(props.overlay, element);
  // A disabled button with a tooltip stays reachable by keyboard: the tooltip says why it is disabled.
  const soft = disabled && trigger.hasTooltip;
  const click = (event: MouseEvent) => {
    if (disabled || busy) {
      event.preventDefault();
      return;
    }
    fire(props.onClick, plainEvent(event), overlays.reactions);
    trigger.open();
  };
  const className = cx(
    'hs-button',
    `hs-button--${variant}`,
    `hs-button--${short(props.size, 'md')}`,
    props.truncate === true && 'hs-button--truncate',
  );
  const shared = { className, onClick: click, 'data-testid': testId, ...trigger.props };
  const target = props.href === undefined || disabled ? null : targetOf(props.href, location.origin);
  return (
    <>
      {target === null ? (
        <button
          {...shared}
          ref={(node) => {
            element.current = node;
          }}
          type={type}
          disabled={disabled && !soft}
          aria-disabled={soft || busy ? true : undefined}
        >
          <span className="hs-button__label">{children}</span>
        </button>
      ) : (
        <a
          {...shared}
          ref={(node) => {
            element.current = node;
          }}
          href={onThisOrigin(target.url)}
          {...(target.newTab ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
        >
          <span className="hs-button__label">{children}</span>
          {target.icon ? <Glyph name="external" label="(opens in a new tab)" /> : null}
        </a>
      )}
      {trigger.slot}
    </>
  );
};

export const Button = (props: ButtonProps) => <ButtonFace {...props} />;
