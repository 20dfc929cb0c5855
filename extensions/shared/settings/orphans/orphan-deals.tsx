import { useState } from 'react';
import { EmptyState, SearchInput, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../parts/layout.tsx';
import type { OrphanDealsView } from '@dealdraft/wire/settings.ts';
import { ListTable } from '../parts/list-table.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { useRead } from '../parts/use-read.ts';
import { useSearch } from '../parts/use-search.ts';
import { useSettings } from '../settings-services.ts';
import { DealLink } from '../trial/coverage-section.tsx';
import { DismissControl, LinkControl } from './link-control.tsx';

const PAGE = 25;

export const OrphanDeals = () => {
  const { api } = useSettings();
  const search = useSearch();
  const [page, setPage] = useState(1);
  const query = { search: search.asked, offset: (page - 1) * PAGE, limit: PAGE };
  const [found, read] = useRead<OrphanDealsView>(() => api.orphanDeals(query), [query]);
  return (
    <Column>
      <SearchInput
        name="orphan-deal-search"
        label="Search deals"
        value={search.text}
        onInput={(text) => {
          search.set(text);
          setPage(1);
        }}
      />
      <LoadedView loaded={found} label="Reading what was found" retry={read}>
        {(view) =>
          view.deals.length === 0 ? (
            <EmptyState title="No deal lacks a contract" layout="vertical" imageName="deals" imageWidth={120}>
              <Text>Every deal in these stages has one.</Text>
            </EmptyState>
          ) : (
            <ListTable
              columns={['Deal', 'Its contract may be']}
              paging={{ page, pages: Math.ceil(view.total / PAGE), go: setPage }}
            >
              {view.deals.map((deal) => (
                <TableRow key={deal.dealId}>
                  <TableCell>
                    <DealLink dealId={deal.dealId} name={deal.name} />
                    <Small>
                      {[deal.stageLabel, deal.company, deal.amount]
                        .filter((part) => part !== null)
                        .join(' · ')}
                    </Small>
                  </TableCell>
                  <TableCell>
                    <Column gap="xs">
                      {deal.matches.map(({ spotdraftId, workspaceId, contractName, reasons }) => (
                        <Row key={spotdraftId} align="center" wrap>
                          <Text>{contractName}</Text>
                          <Small>{reasons.join(' ')}</Small>
                          <LinkControl
                            label="Link"
                            wish={{ workspaceId, spotdraftId, dealId: deal.dealId }}
                            done={read}
                          />
                        </Row>
                      ))}
                      {deal.matches.length === 0 ? <Small>Nothing similar was found.</Small> : null}
                      <Row>
                        <DismissControl wish={{ dealId: deal.dealId }} done={read} />
                      </Row>
                    </Column>
                  </TableCell>
                </TableRow>
              ))}
            </ListTable>
          )
        }
      </LoadedView>
    </Column>
  );
};
