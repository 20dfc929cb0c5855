import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { exactTime } from '../../format/time.ts';
import { useCard } from '../base/card-services.ts';

const origins: Record<ContractView['origin'], string> = {
  generated: 'Generated from this deal',
  linked: 'Linked by hand',
  adopted: 'Found in SpotDraft and taken over',
};

const documentState = (contract: ContractView, locale: string): string | null => {
  switch (contract.signedDocument.state) {
    case 'attached':
      return `on the deal since ${exactTime(contract.signedDocument.attachedAt, locale)}`;
    case 'attaching':
      return 'is being attached to the deal';
    case 'none':
      return contract.status === 'EXECUTED' ? 'not attached yet' : null;
  }
};

/** Where the contract comes from and its dates, exact. */
export const DateDetails = ({ contract }: { contract: ContractView }) => {
  const { locale } = useCard();
  const dates: [string, string | null][] = [
    ['Sent', contract.sentAt],
    ['Signed', contract.signedAt],
    ['Executed', contract.executedAt],
    ['Voided', contract.voidedAt],
  ];
  const document = documentState(contract, locale);
  return (
    <DescriptionList direction="row">
      <DescriptionListItem label="Created">
        <Text>
          {exactTime(contract.createdAt, locale)}
          {contract.createdBy === null ? '' : ` by ${contract.createdBy}`} · {origins[contract.origin]}
        </Text>
      </DescriptionListItem>
      {dates.map(([label, at]) =>
        at === null ? null : (
          <DescriptionListItem key={label} label={label}>
            <Text>{exactTime(at, locale)}</Text>
          </DescriptionListItem>
        ),
      )}
      {document === null ? null : (
        <DescriptionListItem label="Signed document">
          <Text>{document}</Text>
        </DescriptionListItem>
      )}
      {contract.mappingVersion === null ? null : (
        <DescriptionListItem label="Mapping">
          <Text>version {String(contract.mappingVersion)}</Text>
        </DescriptionListItem>
      )}
    </DescriptionList>
  );
};
