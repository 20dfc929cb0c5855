import type { ComponentProps, ReactNode } from 'react';
import { Children } from 'react';
import { Box, Flex, Text } from '@hubspot/ui-extensions';

type Laid = Omit<ComponentProps<typeof Flex>, 'direction'>;

/** Things below each other. */
export const Column = (props: Laid) => <Flex gap="md" {...props} direction="column" />;

/** Things beside each other. */
export const Row = (props: Laid) => <Flex gap="sm" {...props} direction="row" />;

type FieldsProps = { children: ReactNode; /** What is done with them, at their end. */ action?: ReactNode };

/** Fields beside each other, each as wide as the others. */
export const Fields = ({ children, action }: FieldsProps) => (
  <Row align="end">
    {Children.toArray(children).map((field, index) => (
      <Box key={String(index)} flex={1}>
        {field}
      </Box>
    ))}
    {action}
  </Row>
);

type Words = { children: ReactNode };

export const Small = ({ children }: Words) => <Text variant="microcopy">{children}</Text>;
export const Strong = ({ children }: Words) => <Text format={{ fontWeight: 'demibold' }}>{children}</Text>;
