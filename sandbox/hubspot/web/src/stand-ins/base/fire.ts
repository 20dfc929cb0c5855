type Handler<Args extends unknown[]> = ((...args: Args) => unknown) | undefined;

/** Calls a handler of the extension. It runs in the worker: what it throws comes back as a rejected promise and belongs in the console, as in HubSpot. */
export const fire = <Args extends unknown[]>(handler: Handler<Args>, ...args: Args): void => {
  if (typeof handler !== 'function') return;
  void Promise.resolve(handler(...args)).catch((failure: unknown) => {
    console.error('An event handler of the extension failed.', failure);
  });
};

/** The event object that handlers get: HubSpot sends these four facts, never the DOM event. */
export const plainEvent = (event: { type: string; bubbles: boolean; timeStamp: number }) => ({
  type: event.type,
  bubbles: event.bubbles,
  timeStamp: event.timeStamp,
  id: `${event.type}-${String(Math.round(event.timeStamp * 1000))}`,
});
