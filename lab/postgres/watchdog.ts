// node watchdog.ts <process id> [folder]
//
// Ends the server with the given process id, and removes the folder, once standard input closes. The runner holds the
// other end, and the system closes it whatever ends the runner, SIGKILL included: no exit hook could promise that, and
// an exit hook would meddle with the exit code. A runner that has ended the server itself says "done" first.
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { endServer } from './end-server.ts';

const [pid, folder] = process.argv.slice(2);
const said = await text(process.stdin);
if (said !== 'done') {
  await endServer(Number(pid));
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
