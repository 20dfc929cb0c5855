/**
 * How a job ended when its work is not done. `later` waits without spending an attempt: a limit or an outage is not the job's
 * fault. `retry` spends one. `give_up`: asking again cannot help, a person has to do something.
 */
export type Unfinished =
  | { end: 'later'; afterMs: number; why: string }
  | { end: 'retry'; why: string }
  | { end: 'give_up'; why: string };

/** How a job ended. Anything thrown is a bug, unless the database went away: logged as an error, retried with backoff, then dead-lettered. */
export type JobEnd = { end: 'done' } | Unfinished;

export const done: JobEnd = { end: 'done' };
export const later = (afterMs: number, why: string): Unfinished => ({ end: 'later', afterMs, why });
export const retry = (why: string): Unfinished => ({ end: 'retry', why });
export const giveUp = (why: string): Unfinished => ({ end: 'give_up', why });
