import { Agent, request } from 'undici';

interface OutboundCall {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  /** Answers above this are cut off and count as `too-large`. */
  maxBytes: number;
}

export type OutboundResult =
  | { kind: 'answer'; status: number; contentType: string; retryAfter: string | null; body: string }
  | { kind: 'timeout' | 'unreachable' | 'too-large' };

/** The calls that the sandbox makes to the app. Redirects are not followed. */
export interface Outbound {
  send(call: OutboundCall, stop?: AbortSignal): Promise<OutboundResult>;
  close(): Promise<void>;
}

export function createOutbound(): Outbound {
  const agent = new Agent({ keepAliveTimeout: 1000 });
  return {
    async send({ url, method, headers, body, timeoutMs, maxBytes }, stop) {
      const limit = AbortSignal.timeout(Math.ceil(timeoutMs));
      const signal = stop ? AbortSignal.any([limit, stop]) : limit;
      try {
        const response = await request(url, {
          method,
          headers,
          ...(body === '' ? {} : { body }),
          signal,
          dispatcher: agent,
        });
        const parts: Buffer[] = [];
        let size = 0;
        for await (const part of response.body as AsyncIterable<Buffer>) {
          size += part.length;
          if (size > maxBytes) return { kind: 'too-large' };
          parts.push(part);
        }
        const header = (name: string): string | null => {
          const value = response.headers[name];
          return (Array.isArray(value) ? value[0] : value) ?? null;
        };
        return {
          kind: 'answer',
          status: response.statusCode,
          contentType: header('content-type') ?? '',
          retryAfter: header('retry-after'),
          body: Buffer.concat(parts).toString('utf8'),
        };
      } catch {
        return { kind: limit.aborted ? 'timeout' : 'unreachable' };
      }
    },
    close: () => agent.destroy(),
  };
}
