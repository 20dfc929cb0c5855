import { request } from 'undici';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { ConnectParts } from './connect-parts.ts';
import { greeting, startListener, type Listener } from './base/listener.ts';

/** Listens where the operator says, once it's proven that the public origin leads there. */
export async function openListener({
  credentials,
  options,
}: ConnectParts): Promise<Result<Listener | null, string>> {
  const { PUBLIC_ORIGIN: publicOrigin } = credentials;
  if (options.listen === null) return ok(null);
  if (publicOrigin === undefined)
    return fail(
      '--listen needs PUBLIC_ORIGIN, the https origin that forwards to it (a tunnel, for example).',
    );
  const listener = await startListener({ ...options.listen, publicOrigin });
  if (!listener.ok) return listener;
  const leadsHere = await isGreeted(publicOrigin);
  if (leadsHere) return listener;
  await listener.value.close();
  const { host, port } = options.listen;
  return fail(
    `PUBLIC_ORIGIN ${publicOrigin} doesn't forward to ${host}:${String(port)}. Point your tunnel or proxy there, stop whatever is answering now, and try again.`,
  );
}

async function isGreeted(origin: string): Promise<boolean> {
  try {
    const response = await request(`${origin}/rehearsal`, { signal: AbortSignal.timeout(15_000) });
    return (await response.body.text()) === greeting;
  } catch {
    return false;
  }
}
