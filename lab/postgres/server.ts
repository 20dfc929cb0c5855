import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { binary, type Binaries } from './binaries.ts';
import { endServer } from './end-server.ts';
import { environment } from './init-data.ts';
import type { ServerUser } from './server-user.ts';

export type Server = {
  port: number;
  pid: number;
  stop: () => Promise<void>;
};

export type ServerOptions = {
  binaries: Binaries;
  user: ServerUser;
  dataDir: string;
  /** Wanted; another one is taken when it's in use. */
  port?: number;
  settings: Readonly<Record<string, string | number>>;
  /** Removed with the server, also when this process is killed. */
  temporaryDir?: string;
};

const tries = 10;
const watchdog = join(import.meta.dirname, 'watchdog.ts');

export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : wanted;
  } catch (error) {
    if (wanted !== 0 && error instanceof Error && 'code' in error) return await freePort();
    throw error;
  } finally {
    server.close();
  }
}

/** Lets this process end without it: the watchdog looks after the server then. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stderr]) if (stream instanceof Socket) stream.unref();
}

/** Resolves with null when the server takes connections, and with what it said when it ended instead. */
async function readiness(child: ChildProcess): Promise<string | null> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      resolve(said);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8000);
      if (said.includes('ready to accept connections')) resolve(null);
    });
  });
}

function run(options: ServerOptions, port: number): ChildProcess {
  const settings = Object.entries({
    ...options.settings,
    listen_addresses: '127.0.0.1',
    // A socket in a folder that all share would be one more thing to collide on.
    unix_socket_directories: '',
    lc_messages: 'C',
  });
  const program = binary(options.binaries, 'postgres');
  return spawn(
    program,
    [
      '-D',
      options.dataDir,
      '-p',
      String(port),
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${String(value)}`]),
    ],
    {
      ...options.user,
      env: environment(),
      cwd: dirname(program),
      stdio: ['ignore', 'ignore', 'pipe'],
      // A Ctrl-C goes to everything in the terminal's process group. The server must outlive its clients' farewell.
      detached: true,
      windowsHide: true,
    },
  );
}

function watch(pid: number, temporaryDir: string | undefined): ChildProcess {
  const child = spawn(
    process.execPath,
    [watchdog, String(pid), ...(temporaryDir === undefined ? [] : [temporaryDir])],
    { cwd: dirname(watchdog), stdio: ['pipe', 'ignore', 'ignore'], detached: true, windowsHide: true },
  );
  letGo(child);
  return child;
}

/** Starts a server on a data folder. It ends with `stop`, or as soon as this process has ended, in whatever way. */
export async function startServer(options: ServerOptions): Promise<Server> {
  let port = await freePort(options.port);
  for (let attempt = 1; ; attempt++) {
    const child = run(options, port);
    const { pid } = child;
    const guard = pid === undefined ? null : watch(pid, options.temporaryDir);
    const said = await readiness(child);
    if (said === null && pid !== undefined) {
      letGo(child);
      return {
        port,
        pid,
        stop: async () => {
          if (child.exitCode === null && child.signalCode === null) await endServer(pid);
          guard?.stdin?.end('done');
        },
      };
    }
    guard?.stdin?.end('done');
    const portTaken = said?.includes('could not create any TCP/IP sockets') === true;
    // Processes of a server that crashed hold its memory for a moment longer.
    const stillEnding = said?.includes('is still in use') === true;
    if (attempt >= tries || !(portTaken || stillEnding))
      throw new Error(`Postgres doesn't start: ${fatal(said ?? '')}`);
    if (portTaken) port = await freePort();
    else await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Of all that a server said before it gave up, the reason. */
function fatal(said: string): string {
  const lines = said.split('\n').map((line) => /(?:FATAL|HINT|DETAIL): +(.*)/.exec(line)?.[1]);
  const reasons = lines.filter((line) => line !== undefined);
  return reasons.length > 0 ? reasons.join(' ') : said.trim();
}
