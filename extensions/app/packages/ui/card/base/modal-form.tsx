import type { ModalFrameProps } from '../../kit/modal-frame.tsx';
import { ModalFrame } from '../../kit/modal-frame.tsx';
import { ErrorNotice } from './error-notice.tsx';

/** A modal of the card: its failures lead to the deal's records. */
export const ModalForm = (props: ModalFrameProps) => (
  <ModalFrame {...props} failure={<ErrorNotice error={props.submission.error} onRetry={props.onConfirm} />} />
);
