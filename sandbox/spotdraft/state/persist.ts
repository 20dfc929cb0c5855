import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Contract, SandboxState } from './model.ts';

type Stored = Omit<SandboxState, 'contracts'> & { contracts: Contract[] };

const keptDeliveries = 2000;

/** The state kept by an earlier run, if there is any. */
export function loadState(file: string): SandboxState | undefined {
  if (!existsSync(file)) return undefined;
  const { contracts, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  return { ...rest, contracts: new Map(contracts.map((one) => [one.id, one])) };
}

/** Writes the state a moment after the last change, and once more on close. */
export function createSaver(file: string, state: SandboxState): { changed(): void; close(): void } {
  mkdirSync(dirname(file), { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    timer = undefined;
    const stored: Stored = {
      ...state,
      contracts: [...state.contracts.values()],
      deliveries: state.deliveries.slice(-keptDeliveries),
    };
    // Written beside and renamed, so that a crash half way leaves the old file whole.
    writeFileSync(`${file}.new`, JSON.stringify(stored));
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
      timer ??= setTimeout(save, 200).unref();
    },
    close() {
      process.off('exit', saveNow);
      saveNow();
    },
  };
}
