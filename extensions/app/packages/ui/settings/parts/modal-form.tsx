import type { ModalFrameProps } from '../../kit/modal-frame.tsx';
import { ModalFrame } from '../../kit/modal-frame.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';

/** A modal of the settings page: its failures have raw detail on demand. */
export const ModalForm = (props: ModalFrameProps) => (
  <ModalFrame {...props} failure={<ErrorNotice error={props.submission.error} onRetry={props.onConfirm} />} />
);
