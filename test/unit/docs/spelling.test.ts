import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
/** One dialect, HubSpot's American English, in code, screens, and documents. Quoted, `Organisation` is SpotDraft's own word, which a mapping takes over. */
const british =
  /(?<!['"])\w*(organisation|labelled(?!by)|judgement|colour|humanised|recognised|normalise|capitalised|summarise|behaviour|serialis|honour|travelled|licence|favour|e-mail)\w*/gi;
const files = ['src', 'extensions/app', 'sandbox', 'lab', 'scripts', 'bench', 'docs', 'test']
  .flatMap((room) => globSync(`${room}/**/*.{ts,tsx,md,json}`, { cwd: root }))
  .concat('README.md', 'CHANGELOG.md', 'CONTRIBUTING.md')
  .filter((file) => !/node_modules|\/generated\/|\/dist\/|package-lock|spelling\.test/.test(file));

describe('the English of this repository', () => {
  it('is American everywhere', () => {
    expect(files.length).toBeGreaterThan(1_000);
    const found = files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(british)].map(([word]) => `${file}: ${word}`),
    );
    expect(found).toEqual([]);
  });
});
