import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pace, safeguards } from '../../../lab/chaos/stage/source-changes.ts';

const root = join(import.meta.dirname, '../../..');
const load = createRequire(import.meta.url);

describe('what a chaos run changes in the source', () => {
  it.each([...pace, ...Object.values(safeguards).flat()])(
    'stands there: $module, $from',
    ({ module, from }) => {
      const file = module.startsWith('src/') ? join(root, module) : load.resolve(module);
      expect(readFileSync(file, 'utf8')).toContain(from);
    },
  );
});
