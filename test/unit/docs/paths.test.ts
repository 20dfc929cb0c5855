import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];
const rooms = ['src', 'extensions', 'sandbox', 'lab', 'scripts', 'test', 'bench', 'prisma', 'docs'];

/** The files and folders of this repository that a page names in code or links to. A decision may name what went. */
function pathsIn(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const inCode = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)\/?`/g)]
    .map(([, path = '']) => path)
    .filter((path) => rooms.includes(path.split('/')[0] ?? ''));
  const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, path = '']) =>
    join(page, '..', path),
  );
  return [...new Set([...(page.startsWith('docs/decisions/') ? [] : inCode), ...linked])];
}

describe('a page of the documentation', () => {
  it.each(pages)('names only files that are there: %s', (page) => {
    expect(pathsIn(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('is read: the way of a contract through the code names its files', () => {
    expect(pathsIn('docs/architecture.md').length).toBeGreaterThan(20);
  });
});
