import type {
  AlertProps,
  EmptyStateProps,
  ErrorStateProps,
  ProgressBarProps,
  StatisticsItemProps,
  StatisticsProps,
} from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import { useEnvironment } from '../base/environment.tsx';
import { Glyph } from '../base/icons.tsx';
import { Drawing } from './illustrations.tsx';

const alertIcons: Record<string, string> = {
  info: 'info',
  warning: 'warning',
  success: 'success',
  danger: 'warning',
  tip: 'bulb',
};

export const Alert = ({ title, children, variant = 'info', testId }: AlertProps) => {
  const look = variant === 'error' ? 'danger' : variant;
  return (
    <div
      className={`hs-alert hs-alert--${look}`}
      role={look === 'danger' || look === 'warning' ? 'alert' : 'status'}
      data-testid={testId}
    >
      <Glyph name={alertIcons[look] ?? 'info'} />
      <div className="hs-alert__body">
        <div className="hs-alert__title">{title}</div>
        {children === undefined ? null : <div className="hs-alert__text">{children}</div>}
      </div>
    </div>
  );
};

export const ProgressBar = (props: ProgressBarProps) => {
  const { title, showPercentage = false, value = 0, variant = 'success', valueDescription, testId } = props;
  const max = props.maxValue ?? props.valueMax ?? 100;
  const share = max > 0 ? Math.max(0, Math.min(1, value / max)) : 0;
  const { locale } = useEnvironment();
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
  return (
    <div className="hs-progress" data-testid={testId}>
      {title === undefined ? null : <div className="hs-progress__title">{title}</div>}
      <div className="hs-progress__row">
        <div
          className="hs-progress__track"
          role="progressbar"
          aria-label={props['aria-label'] ?? title ?? 'Progress'}
          aria-valuemin={0}
          aria-valuemax={max}
          aria-valuenow={value}
          {...(valueDescription === undefined ? {} : { 'aria-valuetext': valueDescription })}
        >
          <div
            className={`hs-progress__fill hs-progress__fill--${variant}`}
            style={{ width: `${String(share * 100)}%` }}
          />
        </div>
        {showPercentage ? <span className="hs-progress__percent">{percent}</span> : null}
      </div>
      {valueDescription === undefined ? null : <div className="hs-text--microcopy">{valueDescription}</div>}
    </div>
  );
};

export const EmptyState = (props: EmptyStateProps) => {
  const {
    title,
    children,
    layout = 'horizontal',
    flush = false,
    imageWidth = 150,
    reverseOrder = false,
  } = props;
  return (
    <div
      className={cx(
        'hs-empty',
        `hs-empty--${layout}`,
        flush && 'hs-empty--flush',
        reverseOrder && 'hs-empty--reverse',
      )}
      data-testid={props.testId}
    >
      <div className="hs-empty__text">
        {title === undefined ? null : <h3 className="hs-empty__title">{title}</h3>}
        <div>{children}</div>
      </div>
      <div className="hs-empty__image" style={{ maxWidth: imageWidth }}>
        <Drawing name={props.imageName ?? 'object'} />
      </div>
    </div>
  );
};

const errorDrawings = { error: 'errorGeneral', support: 'customerSupport', lock: 'lock' } as const;

export const ErrorState = ({
  title = 'Something went wrong.',
  children,
  type = 'error',
  testId,
}: ErrorStateProps) => (
  <div className="hs-empty hs-empty--vertical" role="alert" data-testid={testId}>
    <div className="hs-empty__image" style={{ maxWidth: 120 }}>
      <Drawing name={errorDrawings[type]} />
    </div>
    <div className="hs-empty__text">
      <h3 className="hs-empty__title">{title}</h3>
      <div>{children}</div>
    </div>
  </div>
);

export const Statistics = ({ children, testId }: StatisticsProps) => (
  <div className="hs-statistics" data-testid={testId}>
    {children}
  </div>
);

export const StatisticsItem = ({ label, number, children, testId }: StatisticsItemProps) => (
  <div className="hs-statistics__item" data-testid={testId}>
    <div className="hs-statistics__label">{label}</div>
    <div className="hs-statistics__number">{number}</div>
    {children}
  </div>
);
