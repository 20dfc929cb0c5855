import type { RecentDeals } from '../../../mapping/lint/context.ts';
import type { Db } from '../../../platform/database/client.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { TemplateKey } from '../../deps.ts';
import type { CoveredDeal } from './coverage-summary.ts';

/** What the last finished test on recent deals showed of a template, for the lint. Nothing is read from HubSpot for it. */
export const recentDeals = async (
  db: Pick<Db, 'coverageRun'>,
  portalId: number,
  key: TemplateKey,
): Promise<RecentDeals | undefined> => {
  const run = await db.coverageRun.findFirst({
    where: { portalId, ...key, state: 'done' },
    orderBy: { createdAt: 'desc' },
  });
  const mapping = mappingSchema.safeParse(run?.content);
  if (run === null || !mapping.success) return undefined;
  const deals = run.deals as unknown as CoveredDeal[];
  return { mapping: mapping.data, empty: deals.flatMap(({ empty }) => (empty === undefined ? [] : [empty])) };
};
