import { useState } from 'react';
import {
  Alert,
  Button,
  Checkbox,
  DescriptionList,
  DescriptionListItem,
  Flex,
  Input,
  LoadingSpinner,
  Text,
} from '@hubspot/ui-extensions';
import type { LinkCandidate, LookUpView } from '@dealdraft/wire/card.ts';
import { day } from '../../format/time.ts';
import { useCard } from '../base/card-services.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import { ModalForm } from '../base/modal-form.tsx';
import { useLoaded } from '../../kit/use-loaded.ts';
import { useSubmission } from '../base/use-submission.ts';

const Candidate = ({ candidate }: { candidate: LinkCandidate }) => {
  const { locale } = useCard();
  return (
    <DescriptionList direction="row">
      <DescriptionListItem label="Contract">
        <Text>
          {candidate.name} ({candidate.spotdraftId})
        </Text>
      </DescriptionListItem>
      <DescriptionListItem label="Counterparty">
        <Text>{candidate.counterparty ?? 'none named'}</Text>
      </DescriptionListItem>
      <DescriptionListItem label="Status">
        <Text>
          {candidate.statusLabel}
          {candidate.environment === 'uat' ? ' · test environment' : ''}
        </Text>
      </DescriptionListItem>
      <DescriptionListItem label="Created">
        <Text>{day(candidate.createdAt, locale)}</Text>
      </DescriptionListItem>
    </DescriptionList>
  );
};

type MoveProps = {
  owner: LinkCandidate['linkedTo'];
  confirmed: boolean;
  onConfirm: (confirmed: boolean) => void;
};

const MoveQuestion = ({ owner, confirmed, onConfirm }: MoveProps) => (
  <Alert title="Linked to another deal" variant="warning">
    <Flex direction="column" gap="xs">
      <Text>
        This contract belongs to{' '}
        {owner === null ? 'another deal' : (owner.dealName ?? `deal ${owner.dealId}`)}. Linking it here takes
        it away from there.
      </Text>
      <Checkbox checked={confirmed} onChange={onConfirm}>
        Yes, move it to this deal
      </Checkbox>
    </Flex>
  </Alert>
);

/** Links a contract that was begun in SpotDraft: looked up first, shown, then linked. */
export const LinkForm = ({ close }: { close: () => void }) => {
  const { call, dealId, host } = useCard();
  const [text, setText] = useState('');
  const [confirmMove, setConfirmMove] = useState(false);
  const [found, load, reset] = useLoaded<LookUpView>();
  const [submission, submit, resetSubmission] = useSubmission();
  const candidate = found.value?.candidate ?? null;
  // The look-up may be older than somebody else's linking: then the refusal itself asks for the confirmation.
  const isElsewhere = submission.error?.code === 'linked_elsewhere';
  const mustMove =
    candidate !== null && !candidate.linkedHere && (candidate.linkedTo !== null || isElsewhere);

  const lookUp = () => {
    resetSubmission();
    setConfirmMove(false);
    void load(() => call('POST /api/card/deals/:dealId/link/look-up', { dealId, text: text.trim() }));
  };
  const change = (value: string) => {
    // HubSpot reports the same value once more when the input loses focus.
    if (value === text) return;
    setText(value);
    reset();
  };
  const link = () => {
    if (candidate === null) return;
    const wish = { spotdraftId: candidate.spotdraftId, workspaceId: candidate.workspaceId, confirmMove };
    void submit(wish, (idempotencyKey) =>
      call('POST /api/card/deals/:dealId/link', { dealId, ...wish, idempotencyKey }),
    ).then((answer) => {
      if (answer?.ok !== true) return;
      host.alert('success', `${candidate.name} is linked to this deal.`);
      close();
    });
  };

  return (
    <ModalForm
      submission={submission}
      confirmLabel="Link this contract"
      canConfirm={candidate !== null && !candidate.linkedHere && (!mustMove || confirmMove)}
      onConfirm={link}
      onCancel={close}
    >
      <Input
        name="contract"
        label="SpotDraft contract link or ID"
        placeholder="T-1234 or paste a link"
        value={text}
        onInput={change}
        onChange={change}
      />
      <Button
        size="sm"
        variant="secondary"
        disabled={text.trim() === '' || found.state === 'loading'}
        onClick={lookUp}
      >
        Find contract
      </Button>
      {found.state === 'loading' ? <LoadingSpinner label="Asking SpotDraft" showLabel size="sm" /> : null}
      {found.error === null ? null : <ErrorNotice error={found.error} onRetry={lookUp} />}
      {candidate === null ? null : <Candidate candidate={candidate} />}
      {candidate?.linkedHere === true ? <Text>It is linked to this deal already.</Text> : null}
      {candidate !== null && mustMove ? (
        <MoveQuestion owner={candidate.linkedTo} confirmed={confirmMove} onConfirm={setConfirmMove} />
      ) : null}
    </ModalForm>
  );
};
