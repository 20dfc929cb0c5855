import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxCredentials } from '../sandbox/spotdraft/seed/seed.ts';
import { startSpotDraftSandbox } from '../sandbox/spotdraft/start.ts';
import { portalId, startWorld, until, type World } from '../lab/world/world.ts';
import { printTable } from './table.ts';

const count = 1000;
/** The NDA of the production workspace: the smallest body that SpotDraft accepts. */
const templateId = 7407;

type Made = { dealId: string; numericId: number; name: string };

/** Makes the contracts in a sandbox without limits and keeps its state, so that the run itself has the real ones. */
const prepareContracts = async (dataFile: string, dealIds: readonly string[]): Promise<Made[]> => {
  const sandbox = await startSpotDraftSandbox({ dataFile, rateLimitPerSecond: 1_000_000 });
  const { clientId, clientSecret } = sandboxCredentials.production;
  const make = async (dealId: string): Promise<Made> => {
    const body = {
      contract_template_id: templateId,
      contract_data: {
        effective_date: '2026-12-01',
        counterparty_full_name: 'Ana Silva',
        purpose: 'Talks',
        confidentiality_period: { type: 'YEARS', value: 3, days: 1095 },
        governing_law: 'germany',
      },
      counter_party_details: [
        {
          is_individual: true,
          poc_details: { first_name: 'Ana', last_name: 'Silva', email: 'ana@example.com' },
        },
      ],
      external_metadata: {
        id: `hubspot-deal-${dealId}`,
        integration_name: 'HubSpot',
        record_type: 'Deal',
        record_data: { portal_id: String(portalId) },
      },
    };
    const answer = await fetch(`${sandbox.origin}/api/v2.1/public/contracts/`, {
      method: 'POST',
      headers: { 'client-id': clientId, 'client-secret': clientSecret, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const made = (await answer.json()) as { contract_id?: number; contract_name?: string };
    if (answer.status !== 201 || made.contract_id === undefined)
      throw new Error(`The sandbox made no contract: ${JSON.stringify(made)}`);
    return { dealId, numericId: made.contract_id, name: made.contract_name ?? '' };
  };
  const made: Made[] = [];
  for (let start = 0; start < dealIds.length; start += 50)
    made.push(...(await Promise.all(dealIds.slice(start, start + 50).map(make))));
  await sandbox.close();
  return made;
};

const recordRows = async (world: World, made: readonly Made[]): Promise<void> => {
  const createdAt = new Date(Date.now() - 60_000);
  await world.db.contract.createMany({
    data: made.map(({ dealId, numericId, name }) => ({
      portalId,
      workspaceId: world.workspaceId,
      dealId,
      spotdraftId: `T-${String(numericId)}`,
      numericId,
      name,
      templateId,
      origin: 'adopted',
      status: 'DRAFT',
      statusAt: createdAt,
      statusMicros: BigInt(createdAt.getTime()) * 1000n,
      statusFrom: 'created',
      verifiedAt: createdAt,
      createdAt,
    })),
  });
};

type Counts = { seconds: number; spotdraft: number; hubspot: number; throttled: number };

const counted = async (world: World, work: () => Promise<void>): Promise<Counts> => {
  const at = () => ({ s: world.spotdraft.control.stats(), h: world.hubspot.control.stats() });
  const before = at();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const after = at();
  return {
    seconds,
    spotdraft: after.s.total - before.s.total,
    hubspot: after.h.total - before.h.total,
    throttled: after.s.throttled - before.s.throttled + after.h.throttled - before.h.throttled,
  };
};

/** What DealDraft does: webhooks trusted where they are unambiguous, deals written a hundred to a call. */
const byDealDraft = (world: World, made: readonly Made[]): Promise<Counts> =>
  counted(world, async () => {
    for (const { numericId } of made)
      world.spotdraft.control.act({ workspace: 'production', contractId: numericId, action: 'void' });
    await until(
      'every deal says voided',
      () =>
        made.every(
          ({ dealId }) =>
            world.hubspot.control.record('deals', dealId, portalId).properties['dealdraft_status'] ===
            'voided',
        ),
      300_000,
    );
  });

/** The naive twin: for each webhook one read of the status and one write of the deal, under the same limits. */
const oneByOne = (world: World, made: readonly Made[]): Promise<Counts> =>
  counted(world, async () => {
    const spotdraft = await world.app.deps.vendors.spotdraft(world.workspaceId, 'background');
    const hubspot = await world.app.deps.vendors.hubspot(portalId, 'background');
    if (!spotdraft.ok || !hubspot.ok) throw new Error('not connected');
    for (const { dealId, numericId } of made) {
      const status = await spotdraft.value.getStatus({
        composite: `T-${String(numericId)}`,
        numeric: numericId,
      });
      if (!status.ok) throw new Error(status.failure.text.log);
      const written = await hubspot.value.updateDeal(dealId, {
        dealdraft_status: 'voided',
        dealdraft_contract_id: `T-${String(numericId)}`,
      });
      if (!written.ok) throw new Error(written.failure.text.log);
    }
  });

/** A thousand contracts change state at once; the deals must say so. Both ways in one run, with the vendors' own limits. */
export const benchWriteBack = async (databaseUrl: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'dealdraft-bench-'));
  const dataFile = join(folder, 'spotdraft.json');
  // Deal ids are the sandbox's: the same seed gives the same ones.
  const first = await startWorld({ databaseUrl, connected: false });
  const dealIds = first.hubspot.control.seedDeals(count);
  await first.stop();
  const made = await prepareContracts(dataFile, dealIds);
  const world = await startWorld({ databaseUrl, spotdraft: { dataFile } });
  try {
    const seeded = world.hubspot.control.seedDeals(count);
    if (seeded.join() !== dealIds.join()) throw new Error('The two sandboxes made different deals.');
    await recordRows(world, made);
    const batched = await byDealDraft(world, made);
    const naive = await oneByOne(world, made);
    const row = (name: string, { seconds, spotdraft, hubspot, throttled }: Counts): string[] => [
      name,
      String(spotdraft),
      String(hubspot),
      String(throttled),
      seconds.toFixed(1),
    ];
    printTable(`${String(count)} contracts change state at once: what it takes until their deals say so`, [
      ['', 'SpotDraft calls', 'HubSpot calls', '429s', 'seconds'],
      row('DealDraft', batched),
      row('One by one', naive),
    ]);
    if (batched.throttled > 0) throw new Error('A vendor answered 429.');
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
