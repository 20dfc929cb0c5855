import { request } from 'undici';
import type { Post } from '../../features/health/send-alert.ts';

const timeoutMs = 8_000;

/** Posts over HTTP. Redirects are not followed: where they lead was checked by nobody. */
export const postJson: Post = async (url, { body, headers }) => {
  try {
    const answer = await request(url, {
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
