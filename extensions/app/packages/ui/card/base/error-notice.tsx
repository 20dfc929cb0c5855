import type { CardError } from '@dealdraft/wire/card.ts';
import { ErrorNotice as Notice } from '../../kit/error-notice.tsx';
import { RecordValueLink } from './record-value-link.tsx';

type Props = { error: CardError | null; onRetry?: () => void; retryLabel?: string };

/** A failure on the card: its fields lead to the deal's records. */
export const ErrorNotice = (props: Props) => (
  <Notice {...props} linkOf={(link) => <RecordValueLink link={link} />} />
);
