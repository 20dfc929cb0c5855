// npm run account -- show 8811001               what is kept of a HubSpot account
// npm run account -- export 8811001 file.ndjson everything of it, without secrets
// npm run account -- forget 8811001 a@b.example erases a person from it
// npm run account -- delete 8811001 --yes       deletes everything of it
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { startApp, type App } from '../src/app.ts';
import { forCommand, loadEnvFile, readConfig } from '../src/config.ts';
import { explainStart } from '../src/explain-start.ts';
import { deleteAccount } from '../src/features/privacy/delete-account.ts';
import { exportAccount } from '../src/features/privacy/export-account.ts';
import { requestErasure } from '../src/features/privacy/request-erasure.ts';

const usage = `npm run account -- show <portal>           what is kept of a HubSpot account
npm run account -- export <portal> <file>  writes everything of it to a file, without secrets
npm run account -- forget <portal> <email> erases a person from it; a worker does the work
npm run account -- delete <portal> --yes   deletes everything of it, at once and for good`;

const stop = (message: string): never => {
  console.error(message);
  process.exit(2);
};

type Command = { app: App; portalId: number; argument: string | undefined; yes: boolean };

const commands: Record<string, (command: Command) => Promise<string>> = {
  show: async ({ app: { deps }, portalId }) => {
    const { state, disconnectedAt, deleteAt } = await deps.db.portal.findUniqueOrThrow({
      where: { portalId },
    });
    const contracts = await deps.db.contract.count({ where: { portalId } });
    const erasures = await deps.db.erasure.findMany({
      where: { portalId },
      orderBy: { at: 'desc' },
      take: 20,
    });
    const receipts = erasures.map(({ id, kind, askedBy, at, doneAt, counts }) => ({
      id,
      kind,
      askedBy,
      at,
      doneAt,
      counts,
    }));
    return JSON.stringify({ portalId, state, disconnectedAt, deleteAt, contracts, receipts }, null, 2);
  },
  export: async ({ app: { deps }, portalId, argument }) => {
    const file = argument ?? stop(usage);
    // For the owner of the file alone: it holds people's data.
    await pipeline(Readable.from(exportAccount(deps.db, portalId)), createWriteStream(file, { mode: 0o600 }));
    return `Everything of account ${String(portalId)} is in ${file}.`;
  },
  forget: async ({ app: { deps }, portalId, argument }) => {
    const email = argument?.includes('@') === true ? argument : stop(usage);
    const id = await deps.db.$transaction((tx) =>
      requestErasure({ ...deps, tx }, { portalId, who: { email }, askedBy: 'operator' }),
    );
    return `Erasure ${id} waits for a worker; npm run account -- show ${String(portalId)} has its receipt.`;
  },
  delete: async ({ app: { deps }, portalId, yes }) => {
    if (!yes) return stop('Add --yes: everything of the account is deleted, and nothing brings it back.');
    const counts = await deleteAccount(deps, { portalId, askedBy: 'operator' });
    return `Deleted: ${JSON.stringify(counts)}`;
  },
};

const flag = { type: 'boolean', default: false } as const;
const read = () => {
  try {
    return parseArgs({ allowPositionals: true, options: { yes: flag, help: flag } });
  } catch {
    return stop(usage);
  }
};
const { positionals, values } = read();
if (values.help || positionals.length === 0) {
  console.log(usage);
  process.exit(0);
}
const [name = '', portal = '', argument] = positionals;
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
const portalId = /^[1-9]\d{0,9}$/.test(portal) ? Number(portal) : null;
if (command === undefined || portalId === null) stop(usage);
else {
  loadEnvFile();
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  if (!config.ok) stop(config.faults.map(({ name: of, fault }) => `${of} ${fault}`).join('\n'));
  else {
    const app = await startApp({ config: forCommand(config.config), role: 'web' }).catch((error: unknown) => {
      const reason = explainStart(error, config.config);
      if (reason === null) throw error;
      return stop(reason);
    });
    try {
      if ((await app.deps.db.portal.count({ where: { portalId } })) === 0)
        stop(`There is no HubSpot account ${portal} here.`);
      console.log(await command({ app, portalId, argument, yes: values.yes }));
    } finally {
      await app.stop();
    }
  }
}
