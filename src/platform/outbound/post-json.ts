import { request, type Dispatcher } from 'undici';

/** Posts JSON and says what came back. Never throws, never follows a redirect, ends within seconds. */
export type Post = (
  url: string,
  call: { body: string; headers: Record<string, string> },
) => Promise<{ status: number } | { failure: string }>;

const timeoutMs = 8_000;

/** Posts to addresses that tenants set, over connections that are guarded. Redirects are not followed. */
export const createPost =
  (dispatcher: Dispatcher): Post =>
  async (url, { body, headers }) => {
    try {
      const answer = await request(url, {
        dispatcher,
        method: 'POST',
        body,
        headers,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await answer.body.dump({ limit: 64 * 1024 });
      return { status: answer.statusCode };
    } catch (error) {
      const code =
        error instanceof Error ? ('code' in error ? String(error.code) : '') || error.name : 'unknown';
      return { failure: `The address could not be reached (${code}).` };
    }
  };
