import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'build-one.ts');

export type BuildTask =
  | { kind: 'web' }
  | {
      kind: 'bundle';
      root: string;
      entryPoint: string;
      outputDir: string;
      variables: Record<string, string>;
    };

/**
 * Runs one build in a process of its own with NODE_ENV=production. Under a test runner the variable says `test`, and
 * Vite would then compile JSX for React's development build, which these bundles do not have.
 */
export const buildInProduction = async (task: BuildTask): Promise<void> => {
  const env = { ...process.env, NODE_ENV: 'production' };
  await run(process.execPath, [script, JSON.stringify(task)], { env, maxBuffer: 16_777_216 });
};
