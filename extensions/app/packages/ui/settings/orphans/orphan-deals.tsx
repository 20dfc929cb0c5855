import { TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { OrphanDealsView } from '@dealdraft/wire/settings.ts';
import { useSettings } from '../parts/settings-services.ts';
import { DealLink } from '../parts/deal-link.tsx';
import { DismissControl, LinkControl } from './link-control.tsx';
import { OrphanList } from './orphan-list.tsx';

type Deal = OrphanDealsView['deals'][number];

export const OrphanDeals = () => {
  const { call } = useSettings();
  return (
    <OrphanList<OrphanDealsView>
      name="orphan-deal-search"
      label="Search deals"
      columns={['Deal', 'Its contract may be']}
      empty={{ title: 'No deal lacks a contract', text: 'Every deal in these stages has one.' }}
      ask={(query) => call('GET /api/settings/orphans/deals', query)}
      rows={({ deals }, again) =>
        deals.map((deal) => <DealLine key={deal.dealId} deal={deal} done={again} />)
      }
    />
  );
};

const DealLine = ({ deal, done }: { deal: Deal; done: () => void }) => (
  <TableRow>
    <TableCell>
      <DealLink dealId={deal.dealId} name={deal.name} />
      <Small>
        {[deal.stageLabel, deal.company, deal.amount].filter((part) => part !== null).join(' · ')}
      </Small>
    </TableCell>
    <TableCell>
      <Column gap="xs">
        {deal.matches.map(({ spotdraftId, workspaceId, contractName, reasons }) => (
          <Row key={spotdraftId} align="center" wrap>
            <Text>{contractName}</Text>
            <Small>{reasons.join(' ')}</Small>
            <LinkControl label="Link" wish={{ workspaceId, spotdraftId, dealId: deal.dealId }} done={done} />
          </Row>
        ))}
        {deal.matches.length === 0 ? <Small>Nothing similar was found.</Small> : null}
        <Row>
          <DismissControl wish={{ dealId: deal.dealId }} done={done} />
        </Row>
      </Column>
    </TableCell>
  </TableRow>
);
