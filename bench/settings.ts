import { portalId, startWorld, type World } from '../lab/world/world.ts';
import { claim, settingsOf } from '../lab/world/settings.ts';
import { ms, printTable, quantile } from './table.ts';

const sizes = { properties: 1_500, templates: 300, variables: 200, deliveries: 100_000, audit: 20_000 };
const calls = 25;

/** Templates, notices and changes as a large account has them, in the database; properties at HubSpot. */
const enlarge = async ({ db, hubspot, workspaceId }: World): Promise<void> => {
  hubspot.control.seedLargeProperties(sizes.properties, portalId);
  await db.$executeRaw`
    INSERT INTO "template" ("portalId", "workspaceId", "templateId", "name", "counterpartyKind", "attributes", "attributesHash", "state", "readAt")
    SELECT ${portalId}, ${workspaceId}::uuid, 100000 + n, 'Paper ' || n, 'Organisation',
      (SELECT jsonb_agg(jsonb_build_object('variable', 'variable_' || v, 'label', 'Variable ' || v, 'type', 'TEXT', 'required', v % 4 = 0)) FROM generate_series(1, ${sizes.variables}) AS v),
      '', 'published', now()
    FROM generate_series(1, ${sizes.templates}) AS n`;
  await db.$executeRaw`
    INSERT INTO "delivery" ("id", "portalId", "source", "scope", "workspaceId", "dedupeKey", "activity", "body", "headers", "outcome", "receivedAt", "dealId")
    SELECT gen_random_uuid(), ${portalId}, 'spotdraft', ${workspaceId}, ${workspaceId}::uuid, 'bench-' || n, 'CONTRACT_UPDATED', '{}'::bytea, '{}'::jsonb,
      (ARRAY['applied', 'applied', 'noted', 'late', 'failed'])[1 + n % 5], now() - n * interval '10 seconds', (n % 40000)::text
    FROM generate_series(1, ${sizes.deliveries}) AS n`;
  await db.$executeRaw`
    INSERT INTO "audit_entry" ("id", "portalId", "at", "who", "action", "subject", "text", "changes")
    SELECT gen_random_uuid(), ${portalId}, now() - n * interval '1 minute', 'person' || n % 20 || '@x.example', 'draft_changed', 'Paper ' || n % 300, 'Began to change the mapping', '[]'::jsonb
    FROM generate_series(1, ${sizes.audit}) AS n`;
  for (const table of ['template', 'delivery', 'audit_entry'])
    await db.$executeRawUnsafe(`ANALYZE "${table}"`);
};

/** Each read of the settings page, through HubSpot's signing proxy, in a small account and then in the same one grown large. */
export const benchSettings = async (databaseUrl: string): Promise<void> => {
  const world = await startWorld({
    databaseUrl,
    environment: { HUBSPOT_REQUESTS_PER_10_S: '5000' },
    hubspot: { rateLimitPer10s: 5000 },
  });
  try {
    const settings = settingsOf(world);
    await claim(settings);
    const { templateId } = await world.db.template.findFirstOrThrow({ where: { name: 'Order Form' } });
    const reads: Record<string, string> = {
      Overview: '/overview',
      Health: '/health',
      'Templates, first page': '/templates',
      'Templates, searched': '/templates?search=Form',
      'Mapping editor': `/templates/${world.workspaceId}/${String(templateId)}`,
      'Deal properties, searched': '/properties?object=deal&search=amount',
      'Deliveries, first page': '/deliveries',
      'Deliveries that failed': '/deliveries?outcome=failed',
      'Deliveries of a deal': '/deliveries?search=777',
      'Deliveries, nothing found': '/deliveries?activity=NOTHING',
      'Audit, first page': '/audit',
      'Audit, searched': '/audit?search=Paper%20299',
      Problems: '/problems',
    };
    const measure = async (path: string): Promise<number[]> => {
      const times: number[] = [];
      await settings.get(path);
      for (let index = 0; index < calls; index += 1) {
        const started = performance.now();
        await settings.get(path);
        times.push(performance.now() - started);
      }
      return times;
    };
    const all = async (): Promise<Map<string, number[]>> => {
      const found = new Map<string, number[]>();
      for (const [name, path] of Object.entries(reads)) found.set(name, await measure(path));
      return found;
    };
    const small = await all();
    await enlarge(world);
    world.app.deps.definitions.forget(portalId);
    const large = await all();
    printTable(
      `The settings page: ${String(sizes.properties)} properties, ${String(sizes.templates)} templates of ${String(sizes.variables)} variables, ${sizes.deliveries.toLocaleString('en')} deliveries`,
      [
        ['', 'small, median', 'small, p95', 'large, median', 'large, p95'],
        ...Object.keys(reads).map((name) => {
          const [few = [], many = []] = [small.get(name), large.get(name)];
          return [
            name,
            ms(quantile(few, 0.5)),
            ms(quantile(few, 0.95)),
            ms(quantile(many, 0.5)),
            ms(quantile(many, 0.95)),
          ];
        }),
      ],
    );
  } finally {
    await world.stop();
  }
};
