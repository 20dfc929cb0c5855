import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import { Button, Dropdown, Modal, Panel } from '@hubspot/ui-extensions';
import { useCard } from './card-services.ts';

export type TriggerLook = 'primary' | 'secondary' | 'transparent' | 'destructive' | 'item';
type TriggerSize = 'xs' | 'sm' | 'md';

type TriggerProps = {
  look: TriggerLook;
  label: string;
  size?: TriggerSize;
  disabled?: boolean;
  testId?: string;
  onClick?: () => void;
  overlay?: ReactElement;
};

/** A button, or an entry of a menu: the same actions appear as either. */
export const Trigger = ({
  look,
  label,
  size = 'sm',
  disabled = false,
  testId,
  onClick,
  overlay,
}: TriggerProps) => {
  const shared = {
    ...(testId === undefined ? {} : { testId }),
    ...(onClick === undefined ? {} : { onClick }),
    ...(overlay === undefined ? {} : { overlay }),
  };
  return look === 'item' ? (
    <Dropdown.ButtonItem {...shared}>{label}</Dropdown.ButtonItem>
  ) : (
    <Button variant={look} size={size} disabled={disabled} {...shared}>
      {label}
    </Button>
  );
};

type OverlayProps = Omit<TriggerProps, 'onClick' | 'overlay'> & {
  /** Unique on the card. */
  id: string;
  title: string;
  kind: 'modal' | 'panel';
  danger?: boolean;
  /** Called only while the overlay is open, so that nothing is read before somebody asks; `close` ends it. */
  children: (close: () => void) => ReactNode;
};

/** A trigger with its modal or panel. HubSpot opens overlays on the click itself; they close by their own button or ours. */
export const OverlayTrigger = ({ id, title, kind, danger = false, children, ...trigger }: OverlayProps) => {
  const { host, prefix } = useCard();
  const [isOpen, setOpen] = useState(false);
  const overlayId = `${prefix}-${id}`;
  const open = () => {
    setOpen(true);
  };
  const closed = () => {
    setOpen(false);
  };
  const close = () => {
    host.closeOverlay(overlayId);
    closed();
  };
  const content = isOpen ? children(close) : null;
  const shared = { id: overlayId, title, onOpen: open, onClose: closed };
  const overlay =
    kind === 'panel' ? (
      <Panel {...shared} width="md">
        {content}
      </Panel>
    ) : (
      <Modal {...shared} width="md" variant={danger ? 'danger' : 'default'}>
        {content}
      </Modal>
    );
  return <Trigger {...trigger} onClick={open} overlay={overlay} />;
};
