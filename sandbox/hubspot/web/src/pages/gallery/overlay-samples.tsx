import { Button } from '../../stand-ins/button.tsx';
import { Dropdown, DropdownButtonItem } from '../../stand-ins/dropdown.tsx';
import { Input } from '../../stand-ins/text-inputs.tsx';
import { Inline } from '../../stand-ins/layout.tsx';
import { LoadingButton } from '../../stand-ins/loading-button.tsx';
import { LoadingSpinner } from '../../stand-ins/loading-spinner.tsx';
import {
  Modal,
  ModalBody,
  ModalFooter,
  Panel,
  PanelBody,
  PanelFooter,
  PanelSection,
} from '../../stand-ins/overlays.tsx';
import { Tag } from '../../stand-ins/tags.tsx';
import { Text } from '../../stand-ins/text.tsx';
import { Tooltip } from '../../stand-ins/tooltip.tsx';
import type { Sample } from './gallery-page.tsx';

const looks = ['primary', 'secondary', 'destructive', 'transparent'] as const;

const modal = (id: string) => (
  <Modal id={id} title="Void contract" variant="danger">
    <ModalBody>
      <Text>This cannot be undone.</Text>
      <Input name="reason" label="Reason" />
    </ModalBody>
    <ModalFooter>
      <Button variant="destructive">Void</Button>
    </ModalFooter>
  </Modal>
);

export const overlaySamples: Sample[] = [
  [
    'Buttons',
    <>
      {(['md', 'sm', 'xs'] as const).map((size) => (
        <Inline key={size}>
          {looks.map((variant) => (
            <Button key={variant} variant={variant} size={size}>
              {variant}
            </Button>
          ))}
        </Inline>
      ))}
      <Inline>
        <Button disabled>Disabled</Button>
        <Button disabled overlay={<Tooltip>The contract is executed.</Tooltip>}>
          Disabled, says why
        </Button>
        <Button href="https://example.com/">Link</Button>
        <LoadingButton loading>Generating</LoadingButton>
        <LoadingButton variant="primary">Generate</LoadingButton>
      </Inline>
      <LoadingSpinner label="Loading contracts" showLabel />
    </>,
  ],
  [
    'Overlays',
    <Inline>
      <Button overlay={modal('gallery-modal')}>Open modal</Button>
      <Button
        overlay={
          <Panel id="gallery-panel" title="Plan" width="medium">
            <PanelBody>
              <PanelSection>
                <Text>Everything that goes into the contract.</Text>
              </PanelSection>
            </PanelBody>
            <PanelFooter>
              <Button variant="primary">Generate</Button>
            </PanelFooter>
          </Panel>
        }
      >
        Open panel
      </Button>
      <Dropdown buttonText="More">
        <DropdownButtonItem>Copy link</DropdownButtonItem>
        <DropdownButtonItem overlay={modal('gallery-menu-modal')}>Void</DropdownButtonItem>
      </Dropdown>
      <Tag overlay={<Tooltip placement="right">Verified 40 s ago by SpotDraft</Tooltip>} variant="success">
        Verified
      </Tag>
    </Inline>,
  ],
];
