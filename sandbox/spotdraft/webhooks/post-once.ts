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
  // Cleared when the answer is in: a signal of AbortSignal.timeout would stay in memory for its whole time.
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new Error(`timeout after ${call.timeoutMs} ms`)),
    call.timeoutMs,
  );
  const giveUp = (): void => limit.abort(stop.reason);
  stop.addEventListener('abort', giveUp, { once: true });
  const elapsed = (): number => Math.round(performance.now() - started);
  try {
    const answer = await fetch(call.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...call.headers },
      body: call.body,
      redirect: 'manual',
      signal: limit.signal,
    });
    await answer.body?.cancel();
    return { status: answer.status, error: null, ms: elapsed() };
  } catch (error) {
    return { status: null, error: reasonOf(error), ms: elapsed() };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', giveUp);
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'failed';
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
};
