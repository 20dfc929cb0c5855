import type { QueueView, Saved } from '@dealdraft/wire/automation.ts';
import type { DealView } from '@dealdraft/wire/card.ts';
import { portalId, startWorld, until, userId } from '../lab/world/world.ts';
import { report } from './report.ts';

const count = 500;
const naiveCallsPerDeal = 9;
const at = '/api/settings/automation';

/**
 * Five hundred deals moved to a stage at once, the whole way over real HTTP: stage events → rule → contract at SpotDraft. Fails
 * when a deal has no contract or two, when SpotDraft saw more than its ten calls in a second, or when a vendor answered 429. The
 * naive twin is what the calls to HubSpot would have been without gathering: nine for each deal.
 */
export const benchBulk = async (databaseUrl: string): Promise<void> => {
  const world = await startWorld({ databaseUrl });
  const { hubspot, spotdraft, db } = world;
  try {
    const email = hubspot.control.portal(portalId).users.find(({ id }) => id === userId)?.email ?? '';
    await db.portal.update({ where: { portalId }, data: { settings: { admins: [email] } } });
    const { templateId } = await db.template.findFirstOrThrow({ where: { portalId, name: 'Order Form' } });
    const stageId = 'contractsent';
    await world.cardOk<Saved>('POST', `${at}/rules`, {
      content: { kind: 'generate', name: 'Bulk', pipelineId: 'default', stageId, templateId },
    });
    const deals = hubspot.control.seedDeals(count, { properties: { dealstage: 'qualifiedtobuy' } });
    const before = hubspot.control.stats();
    const started = performance.now();
    const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
    for (const dealId of deals) hubspot.control.editDeal(dealId, { dealstage: stageId });

    const last = deals.at(-1) ?? '';
    const estimates: { at: number; left: number; expected: number }[] = [];
    let positions = 0;
    let decided: number | null = null;
    await until(
      'every deal has its contract',
      async () => {
        const queue = await world.cardOk<QueueView>('GET', `${at}/queue`);
        if (queue.expectedAt !== null)
          estimates.push({
            at: seconds(),
            left: queue.contracts,
            expected: seconds() + (Date.parse(queue.expectedAt) - Date.now()) / 1000,
          });
        const view = await world.cardOk<DealView>('GET', `/api/card/deals/${last}`);
        if (view.requests[0]?.queue !== undefined) positions += 1;
        if (decided === null && (await db.request.count({ where: { portalId } })) >= count)
          decided = seconds();
        await new Promise((resolve) => setTimeout(resolve, 500));
        return (await db.contract.count({ where: { portalId } })) >= count;
      },
      15 * 60_000,
    );
    const took = seconds();
    await hubspot.control.idle();

    const perDeal = await db.contract.groupBy({ by: ['dealId'], where: { portalId }, _count: true });
    const stats = { spotdraft: spotdraft.control.stats(), hubspot: hubspot.control.stats() };
    const truth = spotdraft.control.truth().contracts.length;
    const half = estimates[Math.floor(estimates.length / 2)];
    const result = {
      deals: count,
      contracts: { ours: await db.contract.count({ where: { portalId } }), atSpotDraft: truth },
      seconds: { allAsked: decided, allMade: took, atTheLimit: count / 10 },
      spotdraft: {
        calls: stats.spotdraft.total,
        busiestSecond: stats.spotdraft.maxInOneSecond,
        answered429: stats.spotdraft.throttled,
      },
      hubspot: {
        calls: stats.hubspot.total - before.total,
        withoutGathering: count * naiveCallsPerDeal,
        busiest10s: stats.hubspot.busiest10s,
        answered429: stats.hubspot.throttled,
      },
      estimate: {
        halfWayItSaid: half === undefined ? null : Math.round(half.expected),
        itTook: took,
        positionsSeen: positions,
      },
    };
    report('bulk', result, {
      title: `${String(count)} deals moved at once: until every one has its contract, ${(took / (count / 10)).toFixed(2)} × the limit`,
      rows: [
        ['', 'seconds', 'SpotDraft calls', 'HubSpot calls', '429s'],
        ['The limit: one call each at ten a second', String(count / 10), String(count), '', ''],
        ['DealDraft, all asked for', String(decided), '', '', ''],
        [
          'DealDraft, all made',
          String(took),
          String(stats.spotdraft.total),
          String(stats.hubspot.total - before.total),
          String(stats.spotdraft.throttled + stats.hubspot.throttled),
        ],
        ['The twin: HubSpot asked for each deal by itself', '', '', String(count * naiveCallsPerDeal), ''],
      ],
    });
    const wrong = [
      perDeal.length !== count && `${String(perDeal.length)} deals of ${String(count)} have a contract`,
      perDeal.some(({ _count }) => _count !== 1) && 'a deal has more than one contract',
      stats.spotdraft.maxInOneSecond > 10 && 'more than ten calls in a second reached SpotDraft',
      stats.spotdraft.throttled > 0 && 'SpotDraft answered 429',
      stats.hubspot.throttled > 0 && 'HubSpot answered 429',
      positions === 0 && 'the last deal never saw its place in the queue',
    ].filter((fault) => fault !== false);
    if (wrong.length > 0) throw new Error(wrong.join('; '));
  } finally {
    await world.stop();
  }
};
