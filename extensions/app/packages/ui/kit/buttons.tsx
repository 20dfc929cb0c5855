import type { ComponentProps } from 'react';
import { Button } from '@hubspot/ui-extensions';

type Look = Omit<ComponentProps<typeof Button>, 'size' | 'variant'>;

/** A button of little weight, beside a thing. */
export const QuietButton = (props: Look) => <Button {...props} size="xs" variant="transparent" />;
/** A small button inside a notice or a line. */
export const SmallButton = (props: Look) => <Button {...props} size="xs" variant="secondary" />;
/** The usual button that is not the main one. */
export const PlainButton = (props: Look) => <Button {...props} size="sm" variant="secondary" />;
