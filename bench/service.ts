import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serviceEnvironment, startService, type ServiceProcess } from '../lab/processes/service-process.ts';
import { freePort, type World } from '../lab/world/world.ts';

export type Program = ServiceProcess & {
  port: number;
  residentMb: () => Promise<number>;
  stop: () => Promise<void>;
};

const run = promisify(execFile);

/** A web or worker process beside the world, as an operator runs it, on its database and vendors. */
export const startProgram = async (
  world: World,
  role: 'web' | 'worker',
  { port, extra = {} }: { port?: number; extra?: Record<string, string> } = {},
): Promise<Program> => {
  const own = port ?? (await freePort());
  const service = startService(
    ['--role', role],
    serviceEnvironment({
      databaseUrl: world.databaseUrl,
      port: own,
      publicPort: role === 'web' ? own : world.config.PORT,
      hubspotOrigin: world.hubspot.origin,
      extra: { JOB_POLL_MS: '1000', ...extra },
    }),
  );
  await service.running();
  return {
    ...service,
    port: own,
    residentMb: async () =>
      Number((await run('ps', ['-o', 'rss=', '-p', String(service.child.pid)])).stdout.trim()) / 1024,
    stop: async () => {
      service.child.kill('SIGTERM');
      await service.ended();
    },
  };
};
