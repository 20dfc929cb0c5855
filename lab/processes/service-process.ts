import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appClientSecret, appId, oauthClientId } from '../../sandbox/hubspot/state/accounts.ts';
import { patienceMs } from '../patience.ts';
import { compileCache } from './compile-cache.ts';
import { until } from '../world/world.ts';

const root = join(import.meta.dirname, '../..');

export type ServiceProcess = {
  child: ChildProcess;
  /** Everything it wrote so far. */
  output: () => string;
  running: () => Promise<unknown>;
  /** The exit code, or the signal that ended it. */
  ended: (timeoutMs?: number) => Promise<number | string>;
};

/** Processes that a test forgot to end, so that none outlives its file. */
const started = new Set<ChildProcess>();
export const endAllServices = (): void => {
  for (const child of started) child.kill('SIGKILL');
};

/**
 * `node src/main.ts`, as an operator starts it, with nothing from this process's environment, and in a folder where no
 * `.env` of a developer is taken up.
 */
export const startService = (
  parameters: readonly string[],
  environment: Record<string, string>,
): ServiceProcess => {
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), ...parameters], {
    cwd: tmpdir(),
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  const end = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      started.delete(child);
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    child,
    output: () => text,
    running: () =>
      until(
        'the service runs',
        () => {
          if (hasEnded()) throw new Error(`it ended: ${text}`);
          return text.includes('DealDraft is running');
        },
        2 * patienceMs,
      ),
    ended: async (timeoutMs = patienceMs) => {
      await until('the service has ended', hasEnded, timeoutMs);
      return end;
    },
  };
};

/** The environment of a service beside a world's own, on the same database and the same vendors. */
export const serviceEnvironment = (facts: {
  databaseUrl: string;
  port: number;
  /** The web process that HubSpot and SpotDraft call. */
  publicPort?: number;
  hubspotOrigin: string;
  extra?: Record<string, string>;
}): Record<string, string> => ({
  DATABASE_URL: facts.databaseUrl,
  PUBLIC_ORIGIN: `http://127.0.0.1:${String(facts.publicPort ?? facts.port)}`,
  PORT: String(facts.port),
  SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  HUBSPOT_APP_ID: String(appId),
  HUBSPOT_CLIENT_ID: oauthClientId,
  HUBSPOT_CLIENT_SECRET: appClientSecret,
  HUBSPOT_API_ORIGIN: facts.hubspotOrigin,
  LOG_LEVEL: 'info',
  STOP_DRAIN_MS: '0',
  LOOK_UP_DELAYS_MS: '150,300,600',
  JOB_POLL_MS: '500',
  STOP_GRACE_MS: '8000',
  NODE_COMPILE_CACHE: compileCache,
  ...facts.extra,
});
