import type { ReactNode } from 'react';
import { Button } from '@hubspot/ui-extensions';
import type { ActionId, ActionView, ContractView } from '@dealdraft/wire/card.ts';
import { useCard } from '../base/card-services.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { DownloadForm } from './download-form.tsx';
import { GenerateButton } from '../generate/generate-button.tsx';
import { RemindForm } from './remind-form.tsx';
import { SendForReviewForm } from './send-for-review-form.tsx';
import { DirectAction } from './direct-action.tsx';
import type { TriggerLook } from '../base/trigger.tsx';
import { OverlayTrigger, Trigger } from '../base/trigger.tsx';

type Props = {
  contract: ContractView;
  action: ActionView;
  look: TriggerLook;
  label?: string;
  /** Where the same action stands twice. */ place?: string;
};
type Form = (close: () => void) => ReactNode;

/** Whom SpotDraft will ask to sign, in their order. */
const signingText = ({ name, signatories }: ContractView): string => {
  const waiting = signatories.filter(({ signedAt }) => signedAt === null);
  const inOrder = [...waiting].sort((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity));
  return inOrder.length === 0
    ? `SpotDraft will email “${name}” to its signers.`
    : `SpotDraft will email these signers in order: ${inOrder.map(({ person }, index) => `${String(index + 1)}. ${person.name}`).join(', ')}.`;
};

const dangerous: ReadonlySet<ActionId> = new Set(['void', 'unlink']);

/** What each action asks before it is done; actions without an entry need no question. */
const formOf = ({ contract, action }: Props): Form | null => {
  const shared = { contract, confirmLabel: action.label };
  switch (action.id) {
    case 'send_for_review':
      return (close) => <SendForReviewForm {...shared} close={close} />;
    case 'remind':
      return (close) => <RemindForm {...shared} close={close} />;
    case 'download':
      return (close) => <DownloadForm contract={contract} close={close} />;
    case 'mark_for_signature':
      return (close) => (
        <ConfirmForm
          {...shared}
          explanation={signingText(contract)}
          reason="none"
          wish={() => ({ action: 'mark_for_signature' })}
          close={close}
        />
      );
    case 'take_back_from_signature':
      return (close) => (
        <ConfirmForm
          {...shared}
          explanation={`Signing of “${contract.name}” stops and it goes back to review. Signatures given so far are lost.`}
          reason="optional"
          wish={(reason) => ({ action: 'take_back_from_signature', ...(reason === '' ? {} : { reason }) })}
          close={close}
        />
      );
    case 'void':
      return (close) => (
        <ConfirmForm
          {...shared}
          danger
          explanation={`This voids “${contract.name}” for everyone. You can’t undo this.`}
          reason="required"
          wish={(reason) => ({ action: 'void', reason })}
          close={close}
        />
      );
    case 'unlink':
      return (close) => (
        <ConfirmForm
          {...shared}
          danger
          explanation={`“${contract.name}” is taken off this deal. It stays in SpotDraft as it is, and can be linked again.`}
          reason="required"
          wish={(reason) => ({ action: 'unlink', reason })}
          close={close}
        />
      );
    case 'refresh_from_deal':
      return (close) => (
        <ConfirmForm
          {...shared}
          explanation={`The draft of “${contract.name}” gets the deal's current values. Edits made to those values in SpotDraft are replaced.`}
          reason="none"
          wish={() => ({ action: 'refresh_from_deal' })}
          close={close}
        />
      );
    case 'keep_changes':
      return (close) => (
        <ConfirmForm
          {...shared}
          explanation={`“${contract.name}” won’t be changed, although the deal was. We’ll tell you if the deal changes again.`}
          reason="required"
          wish={(reason) => ({ action: 'keep_changes', reason })}
          close={close}
        />
      );
    case 'regenerate':
    case 'open_in_spotdraft':
    case 'copy_link':
    case 'check_now':
      return null;
  }
};

/** One possible action, as a button or as an entry of the menu. */
export const ActionControl = (props: Props) => {
  const { contract, action, look, label = action.label, place } = props;
  const { host } = useCard();
  const id = `${contract.id}-${action.id}${place === undefined ? '' : `-${place}`}`;
  const form = formOf(props);
  if (form !== null) {
    return (
      <OverlayTrigger
        id={id}
        testId={`action-${id}`}
        title={action.label}
        kind="modal"
        look={look}
        label={label}
        danger={dangerous.has(action.id)}
      >
        {form}
      </OverlayTrigger>
    );
  }
  if (action.id === 'regenerate') {
    return (
      <GenerateButton
        id={id}
        label={label}
        templateId={contract.templateId}
        variant={look}
        reason={`Replaces ${contract.name}`}
      />
    );
  }
  if (action.id === 'open_in_spotdraft') {
    return contract.link === null || look === 'item' ? null : (
      <Button size="sm" variant={look} href={{ url: contract.link, external: true }}>
        {label}
      </Button>
    );
  }
  if (action.id === 'copy_link') {
    const { link } = contract;
    return link === null ? null : (
      <Trigger
        look={look}
        label={label}
        testId={`action-${id}`}
        onClick={() => {
          void host.copy(link).then(
            () => {
              host.alert('success', 'Link copied.');
            },
            () => {
              host.alert('warning', `Your browser did not allow copying. The link is ${link}`);
            },
          );
        }}
      />
    );
  }
  return <DirectAction contract={contract} look={look} label={label} testId={`action-${id}`} />;
};
