// npm run set-up -- <file.json>: connects SpotDraft workspaces to a HubSpot account and publishes mappings.
// Secrets come from the environment, named in the file; the service's own variables are read as usual.
//
// { "portalId": 123,
//   "accessToken": "HUBSPOT_TOKEN",            optional: the variable with a private app's token
//   "erp": { "key": "ERP_KEY", "eventsUrl": "https://erp.acme.example/contracts" },          optional
//   "workspaces": [{ "environment": "uat", "name": "Acme UAT", "baseUrl": "https://api.eu.spotdraft.com",
//     "clientId": "…", "clientSecret": "SPOTDRAFT_SECRET", "userEmail": "ops@acme.example",
//     "mappings": { "Order Form": "order-form.mapping.json" } }] }     a file, or the mapping itself
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { Secret } from '../src/platform/secrets/secret.ts';
import { runSetUp } from './set-up/run-set-up.ts';
import { readSetUpFile, type SetUp } from './set-up/set-up-file.ts';

const stop = (message: string): never => {
  console.error(message);
  process.exit(1);
};

/** Every secret that the file names; all that are missing are said at once, before anything is done. */
const readSecrets = ({ accessToken, erp, workspaces }: SetUp): Map<string, Secret> => {
  const names = [accessToken, erp?.key, ...workspaces.map(({ clientSecret }) => clientSecret)].filter(
    (name) => name !== undefined,
  );
  const values = new Map(names.map((name) => [name, process.env[name] ?? '']));
  const missing = [...values].filter(([, value]) => value === '').map(([name]) => name);
  if (missing.length > 0) stop(`Not set: ${missing.join(', ')}.`);
  return new Map([...values].map(([name, value]) => [name, new Secret(value)]));
};

const path = process.argv[2] ?? stop('Usage: npm run set-up -- <file.json>');
const file = await readSetUpFile(path);
const setUp = file.ok ? file.value : stop(file.failure);
const secrets = readSecrets(setUp);
const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
if (!config.ok)
  stop(config.faults.map(({ name, fault, purpose }) => `${name} ${fault} — ${purpose}`).join('\n'));
else {
  // Any free port of this machine only: nobody is to call this process.
  const app = await startApp({ config: { ...config.config, PORT: 0, HOST: '127.0.0.1' }, role: 'web' });
  try {
    const done = await runSetUp({ app, secrets, say: (line) => { console.log(line); } }, setUp); // prettier-ignore
    if (!done.ok) {
      console.error(done.failure);
      process.exitCode = 1;
    }
  } finally {
    await app.stop();
  }
}
