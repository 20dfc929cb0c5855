import type { ComponentProps, ReactNode } from 'react';
import { Flex, Text } from '@hubspot/ui-extensions';

type Laid = Omit<ComponentProps<typeof Flex>, 'direction'>;

/** Things below each other. */
export const Column = (props: Laid) => <Flex gap="md" {...props} direction="column" />;

/** Things beside each other. */
export const Row = (props: Laid) => <Flex gap="sm" {...props} direction="row" />;

type Words = { children: ReactNode };

export const Small = ({ children }: Words) => <Text variant="microcopy">{children}</Text>;
export const Strong = ({ children }: Words) => <Text format={{ fontWeight: 'demibold' }}>{children}</Text>;
