import type { LoadingSpinnerProps } from '@hubspot/ui-extensions';
import { cx, size as short } from './class-names.ts';

export const Spinner = ({ size }: { size: string }) => (
  <svg className={`hs-spinner hs-spinner--${size}`} viewBox="0 0 44 44" aria-hidden="true">
    <circle cx="22" cy="22" r="18" className="hs-spinner__track" />
    <circle cx="22" cy="22" r="18" className="hs-spinner__arc" />
  </svg>
);

export const LoadingSpinner = (props: LoadingSpinnerProps) => {
  const { label, showLabel = false, size = 'sm', layout = 'inline', testId } = props;
  return (
    <div
      className={cx('hs-loading', layout === 'centered' && 'hs-loading--centered')}
      role="status"
      data-testid={testId}
    >
      <Spinner size={short(size, 'sm')} />
      <span className={showLabel ? 'hs-loading__label' : 'hs-visually-hidden'}>{label}</span>
    </div>
  );
};
