import { useEffect, useState } from 'react';
import {
  Button,
  Flex,
  LoadingSpinner,
  ModalBody,
  ModalFooter,
  Text,
  ToggleGroup,
} from '@hubspot/ui-extensions';
import type { ContractView, DownloadView } from '@dealdraft/wire/card.ts';
import { useCard } from '../base/card-services.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import { useLoaded } from '../../kit/use-loaded.ts';

type Props = { contract: ContractView; close: () => void };

/** Asks the service for a short-lived address and offers it as a link: a card cannot start a download by itself. */
export const DownloadForm = ({ contract, close }: Props) => {
  const { call } = useCard();
  const signed = contract.status === 'EXECUTED';
  const [format, setFormat] = useState<'PDF' | 'DOCX'>('PDF');
  const [file, load] = useLoaded<DownloadView>();
  useEffect(() => {
    void load(() =>
      call('POST /api/card/contracts/:contractId/download', { contractId: contract.id, format }),
    );
  }, [call, contract.id, format, load]);
  return (
    <>
      <ModalBody>
        <Flex direction="column" gap="md">
          <Text>
            {signed ? 'The signed document' : 'The current draft'} of “{contract.name}”, as SpotDraft has it
            now.
          </Text>
          {signed ? null : (
            <ToggleGroup
              name="format"
              label="Format"
              toggleType="radioButtonList"
              inline
              value={format}
              onChange={(value) => {
                setFormat(value === 'DOCX' ? 'DOCX' : 'PDF');
              }}
              options={[
                { label: 'PDF', value: 'PDF' },
                { label: 'Word', value: 'DOCX' },
              ]}
            />
          )}
          {file.state === 'loading' ? (
            <LoadingSpinner label="Asking SpotDraft for the file" showLabel size="sm" />
          ) : null}
          {file.error === null ? null : (
            <ErrorNotice
              error={file.error}
              onRetry={() =>
                void load(() =>
                  call('POST /api/card/contracts/:contractId/download', { contractId: contract.id, format }),
                )
              }
            />
          )}
        </Flex>
      </ModalBody>
      <ModalFooter>
        {file.value === null ? (
          <Button variant="primary" disabled>
            Download
          </Button>
        ) : (
          <Button variant="primary" href={{ url: file.value.url, external: true }}>
            Download {file.value.fileName}
          </Button>
        )}
        <Button variant="secondary" onClick={close}>
          Close
        </Button>
      </ModalFooter>
    </>
  );
};
