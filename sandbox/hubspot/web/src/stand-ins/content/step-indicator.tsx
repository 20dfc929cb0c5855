import type { StepIndicatorProps } from '@hubspot/ui-extensions';
import { cx, size as short } from '../base/class-names.ts';
import { fire } from '../base/fire.ts';
import { Glyph } from '../base/icons.tsx';

export const StepIndicator = (props: StepIndicatorProps) => {
  const {
    stepNames,
    direction = 'horizontal',
    circleSize = 'sm',
    currentStep = 0,
    variant = 'default',
    onClick,
  } = props;
  return (
    <ol
      className={cx(
        'hs-steps',
        `hs-steps--${direction}`,
        `hs-steps--${variant}`,
        `hs-steps--${short(circleSize, 'sm')}`,
      )}
      data-testid={props.testId}
    >
      {stepNames.map((name, index) => {
        const state = index < currentStep ? 'done' : index === currentStep ? 'current' : 'ahead';
        const hideName = variant !== 'default' && state !== 'current';
        const content = (
          <>
            <span className="hs-steps__circle">{state === 'done' ? <Glyph name="check" /> : null}</span>
            <span className={hideName ? 'hs-visually-hidden' : 'hs-steps__name'}>{name}</span>
            {state === 'done' ? <span className="hs-visually-hidden"> (done)</span> : null}
          </>
        );
        return (
          <li
            key={index}
            className={`hs-steps__step hs-steps__step--${state}`}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            {onClick === undefined ? (
              <span className="hs-steps__mark">{content}</span>
            ) : (
              <button
                type="button"
                className="hs-steps__mark"
                onClick={() => {
                  fire(onClick, index);
                }}
              >
                {content}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
};
