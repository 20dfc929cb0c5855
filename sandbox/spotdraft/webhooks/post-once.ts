export interface WebhookCall {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

/** One POST of a webhook: the receiver's status, or what kept it from answering. Never throws. */
export async function postOnce(
  call: WebhookCall,
  stop: AbortSignal,
): Promise<{ status: number | null; error: string | null; ms: number }> {
  const started = performance.now();
  const elapsed = (): number => Math.round(performance.now() - started);
  try {
    const answer = await fetch(call.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...call.headers },
      body: call.body,
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(call.timeoutMs)]),
    });
    await answer.body?.cancel();
    return { status: answer.status, error: null, ms: elapsed() };
  } catch (error) {
    return { status: null, error: reasonOf(error), ms: elapsed() };
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'failed';
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
};
