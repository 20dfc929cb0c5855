import { Button, Flex } from '@hubspot/ui-extensions';

/** The way to the next page of a list that is read from newest to oldest. */
export const MoreButton = ({ more, label }: { more: (() => void) | null; label: string }) =>
  more === null ? null : (
    <Flex direction="row">
      <Button size="sm" variant="secondary" onClick={more}>
        {label}
      </Button>
    </Flex>
  );
