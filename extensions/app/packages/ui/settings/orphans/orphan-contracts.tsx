import { useState } from 'react';
import { Link, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { OrphanContractsView } from '@dealdraft/wire/settings.ts';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { ChosenDeal } from '../parts/deal-picker.tsx';
import { DealPicker } from '../parts/deal-picker.tsx';
import { DealLink } from '../parts/deal-link.tsx';
import { DismissControl, LinkControl } from './link-control.tsx';
import { OrphanList } from './orphan-list.tsx';

type Contract = OrphanContractsView['contracts'][number];

export const OrphanContracts = () => {
  const { call } = useSettings();
  return (
    <OrphanList<OrphanContractsView>
      name="orphan-contract-search"
      label="Search contracts"
      columns={['Contract', 'May belong to']}
      empty={{
        title: 'Every contract has a deal',
        text: 'Every contract that was looked at belongs to a deal.',
      }}
      ask={(query) => call('GET /api/settings/orphans/contracts', query)}
      rows={({ contracts }, again) =>
        contracts.map((contract) => (
          <ContractLine key={contract.spotdraftId} contract={contract} done={again} />
        ))
      }
    />
  );
};

const ContractLine = ({ contract, done }: { contract: Contract; done: () => void }) => {
  const { ago } = useTimeWords();
  const { workspaceId, spotdraftId } = contract;
  return (
    <TableRow>
      <TableCell>
        {contract.link === null ? (
          <Text>{contract.name}</Text>
        ) : (
          <Link href={{ url: contract.link, external: true }}>{contract.name}</Link>
        )}
        <Small>
          {[contract.statusLabel, contract.counterparty, contract.value, `made ${ago(contract.createdAt)}`]
            .filter((part) => part !== null)
            .join(' · ')}
        </Small>
      </TableCell>
      <TableCell>
        <Column gap="xs">
          {contract.matches.map((match) => (
            <Row key={match.dealId} align="center" wrap>
              <DealLink dealId={match.dealId} name={match.dealName} />
              <Small>{match.reasons.join(' ')}</Small>
              <LinkControl
                label="Link"
                wish={{ workspaceId, spotdraftId, dealId: match.dealId }}
                done={done}
              />
            </Row>
          ))}
          <Row gap="xs">
            <OverlayButton
              id={`link-${spotdraftId}`}
              label="Link to another deal"
              title={`Link ${contract.name}`}
              kind="panel"
              size="xs"
            >
              {() => <OtherDeal contract={contract} done={done} />}
            </OverlayButton>
            <DismissControl wish={{ workspaceId, spotdraftId }} done={done} />
          </Row>
        </Column>
      </TableCell>
    </TableRow>
  );
};

const OtherDeal = ({ contract, done }: { contract: Contract; done: () => void }) => {
  const [deal, setDeal] = useState<ChosenDeal | null>(null);
  const { workspaceId, spotdraftId } = contract;
  return (
    <Column>
      <DealPicker name="orphan-deal" label="Deal" value={deal} onChange={setDeal} />
      {deal === null ? null : (
        <LinkControl
          label={`Link to ${deal.name}`}
          wish={{ workspaceId, spotdraftId, dealId: deal.id }}
          done={done}
        />
      )}
    </Column>
  );
};
