import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * A name that one process at a time can listen on. The system takes it back when the process ends, however it ends; a
 * file with a process id would outlive a killed run, and the id may be somebody else's by then.
 */
function addressOf(folder: string): string {
  const name = `dealdraft-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

async function listen(address: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.listen(address);
  try {
    await once(server, 'listening');
    return server.unref();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null;
    throw error;
  }
}

async function answers(address: string): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Makes the folder this process's own until it ends or lets go; null while another process holds it. */
export async function claimFolder(folder: string): Promise<(() => void) | null> {
  const address = addressOf(folder);
  let server = await listen(address);
  if (server === null && address.endsWith('.sock') && !(await answers(address))) {
    // Where the name is a file, a killed process leaves it behind.
    rmSync(address, { force: true });
    server = await listen(address);
  }
  return server === null ? null : () => void server.close();
}
