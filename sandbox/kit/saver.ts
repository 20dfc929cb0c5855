import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Maps and bytes have no form of their own in JSON. */
const write = (_key: string, value: unknown): unknown => {
  if (value instanceof Map) return { $map: [...(value as Map<unknown, unknown>)] };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  return value;
};

const read = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if ('$map' in value && Array.isArray(value.$map)) return new Map(value.$map as [unknown, unknown][]);
  if ('$bytes' in value && typeof value.$bytes === 'string')
    return new Uint8Array(Buffer.from(value.$bytes, 'base64'));
  return value;
};

/** Buffers turn themselves into an object before a replacer sees them; files are kept as plain byte arrays for that reason. */
export const stateToText = (state: object): string => JSON.stringify(state, write);
export const stateFromText = (text: string): unknown => JSON.parse(text, read);

export interface Kept<State> {
  state: State;
  /** To be told after every change. */
  changed(): void;
  close(): void;
}

/** The state that an earlier run left in `file`, else a fresh one; kept there a moment after each change, and on close. */
export function keepState<State extends object>(file: string | undefined, fresh: () => State): Kept<State> {
  if (file === undefined) return { state: fresh(), changed: () => undefined, close: () => undefined };
  const state = existsSync(file) ? (stateFromText(readFileSync(file, 'utf8')) as State) : fresh();
  mkdirSync(dirname(file), { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    timer = undefined;
    // Written beside and renamed, so that a crash half way leaves the old file whole.
    writeFileSync(`${file}.new`, stateToText(state));
    renameSync(`${file}.new`, file);
  };
  const saveNow = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    save();
  };
  // A process that is told twice to stop ends at once, and still keeps what it knows.
  process.once('exit', saveNow);
  return {
    state,
    changed() {
      timer ??= setTimeout(save, 300).unref();
    },
    close() {
      process.off('exit', saveNow);
      saveNow();
    },
  };
}
