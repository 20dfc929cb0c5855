// The settings page in every state, at the width that HubSpot gives it, into docs/images.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setCardStage } from '../lab/browser/card-stage.ts';
import { install } from '../lab/browser/settings-stage.ts';
import { startEmbeddedDatabase } from '../lab/postgres/embedded-database.ts';
import { applyMigrations } from '../src/platform/database/migration-engine.ts';
import { healthScenes } from './settings-pictures/health-scenes.ts';
import { accessScenes } from './settings-pictures/access-scenes.ts';
import { mappingScenes } from './settings-pictures/mapping-scenes.ts';
import { createPhotographer } from './settings-pictures/photographer.ts';
import { setUpScenes } from './settings-pictures/set-up-scenes.ts';

const out = join(import.meta.dirname, '../docs/images');
await mkdir(out, { recursive: true });
const database = await startEmbeddedDatabase();
await applyMigrations(database.url());
const stage = await setCardStage({
  databaseUrl: database.url(),
  connected: false,
  environment: { HUBSPOT_REQUESTS_PER_10_S: '1000', SPOTDRAFT_REQUESTS_PER_S: '100' },
  hubspot: { rateLimitPer10s: 2000 },
  spotdraft: { rateLimitPerSecond: 200 },
});
await install(stage.world);
const photographer = createPhotographer(stage, out);
const page = await photographer.open();
const scene = { ...photographer, stage, page };
try {
  for (const scenes of [setUpScenes, mappingScenes, healthScenes, accessScenes]) {
    // Each starts on a fresh page, so that one that broke does not take the next with it.
    try {
      await scenes(scene);
    } catch (error) {
      photographer.faults.push(`${scenes.name}: ${error instanceof Error ? error.message : String(error)}`);
      await page.screenshot({ path: `/tmp/failed-${scenes.name}.png`, fullPage: true });
    }
    await page.reload().catch(() => undefined);
  }
} finally {
  for (const fault of photographer.faults) console.error(`✗ ${fault}`);
  await stage.close().catch(() => undefined);
  await database.stop();
}
if (photographer.faults.length > 0) process.exitCode = 1;
