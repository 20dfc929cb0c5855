import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeVariables } from '../../../src/config.ts';
import { problemCatalogue } from '../../../src/features/problems/problem-catalogue.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const doc = read('docs/operations.md');
const entries = new Map(
  doc
    .slice(doc.indexOf('## Runbook'))
    .split(/^### /m)
    .slice(1)
    .map((text): [string, string] => [text.slice(0, text.indexOf('\n')), text]),
);

describe('docs/operations.md', () => {
  it('has a runbook for every problem, and for nothing else', () => {
    expect([...entries.keys()].sort()).toEqual(Object.keys(problemCatalogue).sort());
  });
  it.each(Object.keys(problemCatalogue))('says of %s what to do and when it ends', (kind) => {
    expect(entries.get(kind)).toContain('**Noticed:**');
    expect(entries.get(kind)).toContain('**Do:**');
    expect(entries.get(kind)).toMatch(/\*\*Ends\*\*/);
  });
  it.each(Object.entries(problemCatalogue))('tells the operator of %s where to look first', (_kind, text) => {
    expect(text({}).operator).toMatch(/^[A-Z].{20,}\.$/);
  });
  it('lists every variable, with its default, and no other', () => {
    const inSource = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name);
    const table = doc.slice(doc.indexOf('## Variables'), doc.indexOf('## Runbook'));
    const rows = [...table.matchAll(/^\| `([A-Z0-9_]+)` +\| ([^|]*)\|/gm)];
    expect(rows.map(([, name]) => name)).toEqual(inSource);
    const inTable = rows.map(([, name, value]) => [name, (value ?? '').replaceAll('`', '').trim()]);
    const fallbacks = describeVariables().map(({ name, required, fallback }) => [
      name,
      required ? '' : (fallback ?? 'not set'),
    ]);
    expect(inTable).toEqual(fallbacks);
  });
  it('names every metric', () => {
    const metrics = [...read('src/platform/metrics.ts').matchAll(/name: '(\w+)'/g)].map(
      ([, name]) => name ?? '',
    );
    expect(metrics.length).toBeGreaterThan(5);
    expect(metrics.filter((name) => !doc.includes(`\`${name}`))).toEqual([]);
  });
});
