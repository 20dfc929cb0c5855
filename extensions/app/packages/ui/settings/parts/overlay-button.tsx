import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button, Modal, Panel, PanelBody, PanelSection } from '@hubspot/ui-extensions';
import { useSettings } from './settings-services.ts';

type Props = {
  /** Unique on the page. */
  id: string;
  label: string;
  title: string;
  kind?: 'modal' | 'panel';
  variant?: 'primary' | 'secondary' | 'destructive' | 'transparent';
  size?: 'xs' | 'sm' | 'md';
  danger?: boolean;
  disabled?: boolean;
  /** The content brings the panel's body, and a footer, itself. */
  whole?: boolean;
  /** Called only while it is open, so that nothing is read before somebody asks; `close` ends it. */
  children: (close: () => void) => ReactNode;
};

/** A button with its modal or panel. */
export const OverlayButton = (props: Props) => {
  const { id, label, title, kind = 'modal', variant = 'secondary', size = 'sm', danger = false } = props;
  const { host } = useSettings();
  const [isOpen, setOpen] = useState(false);
  const overlayId = `dealdraft-settings-${id}`;
  const closed = () => {
    setOpen(false);
  };
  const open = () => {
    setOpen(true);
  };
  const content = isOpen
    ? props.children(() => {
        host.closeOverlay(overlayId);
        closed();
      })
    : null;
  const shared = { id: overlayId, title, onOpen: open, onClose: closed };
  const overlay =
    kind === 'panel' ? (
      <Panel {...shared} width="lg">
        {props.whole === true ? (
          content
        ) : (
          <PanelBody>
            <PanelSection>{content}</PanelSection>
          </PanelBody>
        )}
      </Panel>
    ) : (
      <Modal {...shared} width="md" variant={danger ? 'danger' : 'default'}>
        {content}
      </Modal>
    );
  return (
    <Button
      variant={variant}
      size={size}
      disabled={props.disabled ?? false}
      testId={id}
      onClick={open}
      overlay={overlay}
    >
      {label}
    </Button>
  );
};
