import { remoteBuild } from '@hubspot/ui-extensions-dev-server/build';
import { build } from 'vite';
import { webConfig } from '../vite.config.ts';
import type { BuildTask } from './production.ts';

/** The child of `buildInProduction`: its one argument says what to build. */
const task = JSON.parse(process.argv[2] ?? '{}') as BuildTask;
if (task.kind === 'web') {
  await build({ ...webConfig, logLevel: 'warn' });
} else {
  const { root, entryPoint, outputDir, variables } = task;
  const wish = { root, entryPoint, outputDir, logLevel: 'warn', appConfig: { variables } };
  // The package's types ask for more of `appConfig` than its build reads.
  await remoteBuild(wish as unknown as Parameters<typeof remoteBuild>[0]);
}
