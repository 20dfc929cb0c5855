import type { DealRecord } from '../../api/types.ts';
import { relative } from '../../host/format-value.ts';
import { placeOf, useSession } from '../../shell/session.tsx';
import { Statistics, StatisticsItem } from '../../stand-ins/content/feedback.tsx';
import type { DealPage } from './use-deal-page.ts';

/** The first look: the numbers, who is involved, and the newest activity. */
export const Overview = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const { locale } = placeOf(useSession());
  const ago = (text: string) => relative(Date.parse(text) - Date.now(), locale);
  return (
    <section className="crm-panel crm-panel--padded" aria-label="Data highlights">
      <header className="crm-panel__head">
        <h2>Data highlights</h2>
      </header>
      <Statistics>
        <StatisticsItem
          label="Amount"
          number={page.show('amount', deal.properties['amount'] ?? null) || '--'}
        />
        <StatisticsItem label="Deal stage" number={deal.stage?.label ?? '--'} />
        <StatisticsItem label="Line items" number={deal.lineItems.length} />
        <StatisticsItem label="Last changed" number={ago(deal.updatedAt)} />
      </Statistics>
    </section>
  );
};
