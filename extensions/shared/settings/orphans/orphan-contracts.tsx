import { useState } from 'react';
import { EmptyState, Link, SearchInput, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../parts/layout.tsx';
import type { OrphanContractsView } from '@dealdraft/wire/settings.ts';
import { ListTable } from '../parts/list-table.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { useRead } from '../parts/use-read.ts';
import { useSearch } from '../parts/use-search.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../settings-services.ts';
import type { ChosenDeal } from '../trial/deal-picker.tsx';
import { DealPicker } from '../trial/deal-picker.tsx';
import { DealLink } from '../trial/coverage-section.tsx';
import { DismissControl, LinkControl } from './link-control.tsx';

const PAGE = 25;
type Contract = OrphanContractsView['contracts'][number];

export const OrphanContracts = () => {
  const { api } = useSettings();
  const search = useSearch();
  const [page, setPage] = useState(1);
  const query = { search: search.asked, offset: (page - 1) * PAGE, limit: PAGE };
  const [found, read] = useRead<OrphanContractsView>(() => api.orphanContracts(query), [query]);
  return (
    <Column>
      <SearchInput
        name="orphan-contract-search"
        label="Search contracts"
        value={search.text}
        onInput={(text) => {
          search.set(text);
          setPage(1);
        }}
      />
      <LoadedView loaded={found} label="Reading what was found" retry={read}>
        {(view) =>
          view.contracts.length === 0 ? (
            <EmptyState
              title="No contract is without a deal"
              layout="vertical"
              imageName="deals"
              imageWidth={120}
            >
              <Text>Every contract that was looked at belongs to a deal.</Text>
            </EmptyState>
          ) : (
            <ListTable
              columns={['Contract', 'May belong to']}
              paging={{ page, pages: Math.ceil(view.total / PAGE), go: setPage }}
            >
              {view.contracts.map((contract) => (
                <ContractLine key={contract.spotdraftId} contract={contract} done={read} />
              ))}
            </ListTable>
          )
        }
      </LoadedView>
    </Column>
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
