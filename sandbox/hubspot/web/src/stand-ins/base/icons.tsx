import type { IconProps } from '@hubspot/ui-extensions';
import { cx, size as short } from './class-names.ts';
import { pathFor } from './icon-paths.ts';

type GlyphProps = {
  name: string;
  size?: string;
  color?: string;
  label?: string;
  testId?: string | undefined;
};

/** One drawn icon. Without a label it is decoration and silent. */
export const Glyph = ({ name, size, color, label, testId }: GlyphProps) => (
  <svg
    className={cx(
      'hs-icon',
      size !== undefined && `hs-icon--${size}`,
      color !== undefined && `hs-icon--${color}`,
    )}
    viewBox="0 0 24 24"
    data-icon={name}
    data-testid={testId}
    {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
  >
    <path d={pathFor(name) ?? ''} />
  </svg>
);

export const Icon = ({ name, size, color, screenReaderText, testId }: IconProps) => (
  <Glyph
    name={name}
    testId={testId}
    {...(size === undefined ? {} : { size: short(size, 'md') })}
    {...(color === undefined ? {} : { color })}
    {...(screenReaderText === undefined ? {} : { label: screenReaderText })}
  />
);
