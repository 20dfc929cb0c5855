import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SandboxState } from './model.ts';

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
export const stateToText = (state: SandboxState): string => JSON.stringify(state, write);
export const stateFromText = (text: string): SandboxState => JSON.parse(text, read) as SandboxState;

/** The state kept by an earlier run, if there is any. */
export const loadState = (file: string): SandboxState | undefined =>
  existsSync(file) ? stateFromText(readFileSync(file, 'utf8')) : undefined;

/** Writes the state a moment after the last change, and once more on close. */
export function createSaver(file: string, state: SandboxState): { changed(): void; close(): void } {
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
    changed() {
      timer ??= setTimeout(save, 500).unref();
    },
    close() {
      process.off('exit', saveNow);
      saveNow();
    },
  };
}
