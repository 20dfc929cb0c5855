import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { exactTime } from '../../format/time.ts';
import { useCard } from '../base/card-services.ts';

type Signatory = ContractView['signatories'][number];

const signatoryState = (signatory: Signatory, locale: string): string => {
  if (signatory.declinedAt !== null) return `declined ${exactTime(signatory.declinedAt, locale)}`;
  if (signatory.signedAt !== null) return `signed ${exactTime(signatory.signedAt, locale)}`;
  return 'has not signed';
};

/** Signatories and approvers with where each stands. */
export const PeopleDetails = ({ contract }: { contract: ContractView }) => {
  const { locale } = useCard();
  const { signatories, approvals } = contract;
  if (signatories.length === 0 && approvals.length === 0) return null;
  return (
    <DescriptionList direction="row">
      {signatories.map((signatory, index) => (
        <DescriptionListItem
          key={`signatory-${String(index)}`}
          label={signatory.side === 'ours' ? 'Signs for us' : 'Signs for the counterparty'}
        >
          <Text>
            {signatory.person.name}
            {signatory.order === null ? '' : ` (${String(signatory.order)}.)`} ·{' '}
            {signatoryState(signatory, locale)}
          </Text>
        </DescriptionListItem>
      ))}
      {approvals.map((approval, index) => (
        <DescriptionListItem key={`approval-${String(index)}`} label={`Approval: ${approval.name}`}>
          <Text>
            {approval.person === null ? '' : `${approval.person.name} · `}
            {approval.status}
            {approval.notes === null ? '' : ` · “${approval.notes}”`}
          </Text>
        </DescriptionListItem>
      ))}
    </DescriptionList>
  );
};
