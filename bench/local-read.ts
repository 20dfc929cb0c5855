import type { DealView } from '@dealdraft/wire/card.ts';
import { portalId, startWorld } from '../lab/world/world.ts';
import { ms, printTable, quantile } from './table.ts';

const contracts = 100_000;
const deals = 40_000;
const reads = 500;

/** The card's read, through HubSpot's signing proxy and the service, with a hundred thousand contracts in the database. */
export const benchLocalRead = async (databaseUrl: string): Promise<void> => {
  const world = await startWorld({ databaseUrl, environment: { SPOTDRAFT_REQUESTS_PER_S: '1' } });
  try {
    const read = async (dealId: number): Promise<number> => {
      const started = performance.now();
      const view = await world.cardOk<DealView>('GET', `/api/card/deals/${String(dealId)}`);
      if (view.revision === '') throw new Error('no view');
      return performance.now() - started;
    };
    const measure = async (): Promise<number[]> => {
      const times: number[] = [];
      for (let index = 0; index < reads; index += 1) times.push(await read(1 + ((index * 7919) % deals)));
      return times;
    };
    const empty = await measure();
    await world.db.$executeRaw`
      INSERT INTO "contract" ("id", "portalId", "workspaceId", "dealId", "spotdraftId", "numericId", "name", "origin", "status", "statusAt", "statusMicros", "statusFrom", "verifiedAt", "createdAt", "updatedAt", "people")
      SELECT gen_random_uuid(), ${portalId}, ${world.workspaceId}::uuid, (1 + n % ${deals})::text, 'T-' || (1000000 + n), 1000000 + n, 'Contract ' || n, 'adopted',
        (ARRAY['DRAFT', 'REDLINING', 'SIGN', 'EXECUTED', 'VOIDED'])[1 + n % 5], now(), 0, 'webhook', now(), now() - n * interval '1 second', now(), '{}'::jsonb
      FROM generate_series(1, ${contracts}) AS n`;
    await world.db.$executeRaw`ANALYZE "contract"`;
    const full = await measure();
    const row = (name: string, times: readonly number[]): string[] => [
      name,
      ms(quantile(times, 0.5)),
      ms(quantile(times, 0.95)),
    ];
    printTable(`The card's local read, ${String(reads)} reads one after the other`, [
      ['', 'median', 'p95'],
      row('Empty database', empty),
      row(`${contracts.toLocaleString('en')} contracts`, full),
    ]);
  } finally {
    await world.stop();
  }
};
