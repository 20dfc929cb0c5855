import { PlainButton } from './buttons.tsx';
import { Row } from './layout.tsx';

/** The way to the next page of a list that is read from newest to oldest. */
export const MoreButton = ({ more, label }: { more: (() => void) | null; label: string }) =>
  more === null ? null : (
    <Row>
      <PlainButton onClick={more}>{label}</PlainButton>
    </Row>
  );
