import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAndParsePackageJsonFiles } from '@hubspot/project-parsing-lib/workspaces';
import { buildAway } from './extensions/build-away.ts';
import { bundleLimit, strayCode } from './extensions/build-bundles.ts';
import { copyBundler } from './extensions/copy-bundler.ts';
import { pinFaults, projectFaults } from './extensions/project-rules.ts';
import { translateProject } from './extensions/translate-project.ts';

// `npm run check:extensions`: the HubSpot project as HubSpot would read, upload, install and build it, without an account.
const projectDir = join(import.meta.dirname, '..');
const sourceDir = join(projectDir, 'extensions');
const faults: string[] = [];
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

for (const profile of ['dev', 'production']) {
  for (const validate of [false, true]) {
    const result = await translateProject(projectDir, { profile, validate });
    if (!result.ok) {
      faults.push(`profile ${profile}: ${result.message}`);
      continue;
    }
    if (validate) faults.push(...projectFaults(sourceDir, result.components));
    console.log(
      `profile ${profile}: ${String(result.components.length)} components ${validate ? 'pass the schemas' : 'translate'}`,
    );
  }
}

for (const { path } of await findAndParsePackageJsonFiles(sourceDir)) faults.push(...pinFaults(path));

const project = await translateProject(projectDir, { profile: 'dev', validate: false });
if (project.ok) {
  const profile = JSON.parse(readFileSync(join(sourceDir, 'hsprofile.dev.json'), 'utf8')) as {
    variables: Record<string, string>;
  };
  const workDir = mkdtempSync(join(tmpdir(), 'dealdraft-upload-'));
  try {
    const bundler = await copyBundler(projectDir, join(workDir, 'bundler'));
    const { variables } = profile;
    const built = await buildAway(sourceDir, project.components, { workDir, variables, bundler });
    faults.push(...built.faults);
    for (const bundle of built.bundles) {
      console.log(`${bundle.entry}: ${kilobytes(bundle.bytes)} (${kilobytes(bundle.gzipped)} gzipped)`);
      const limit = bundleLimit(bundle.entry);
      if (bundle.bytes > limit) faults.push(`${bundle.entry} is larger than ${kilobytes(limit)}`);
      faults.push(...strayCode(bundle));
    }
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

for (const fault of faults) console.error(`✗ ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
