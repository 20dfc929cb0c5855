import { GeneratePanel } from './generate-panel.tsx';
import type { TriggerLook } from '../base/trigger.tsx';
import { OverlayTrigger } from '../base/trigger.tsx';

type Props = {
  id: string;
  label: string;
  /** Chosen beforehand; null lets the person choose. */
  templateId: number | null;
  variant: TriggerLook;
  size?: 'xs' | 'sm' | 'md';
  disabled?: boolean;
  /** Filled in where a second contract of the same template asks for one. */
  reason?: string;
};

/** Opens the panel in which a contract is chosen, looked at and generated. */
export const GenerateButton = ({
  id,
  label,
  templateId,
  variant,
  size = 'sm',
  disabled = false,
  reason = '',
}: Props) => (
  <OverlayTrigger
    id={`generate-${id}`}
    testId={`generate-${id}`}
    title="Generate a contract"
    kind="panel"
    look={variant}
    size={size}
    disabled={disabled}
    label={label}
  >
    {(close) => <GeneratePanel templateId={templateId} initialReason={reason} close={close} />}
  </OverlayTrigger>
);
