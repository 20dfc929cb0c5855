import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { credentialNames } from '../../../scripts/rehearse/credentials.ts';
import { assumptionsAsMarkdown } from '../../../scripts/rehearse/list-assumptions.ts';
import { usage } from '../../../scripts/rehearse/options.ts';
import { allSteps } from '../../../scripts/rehearse/steps.ts';

const root = join(import.meta.dirname, '../../..');
const doc = readFileSync(join(root, 'docs/real-account.md'), 'utf8');

describe('docs/real-account.md', () => {
  it('ends with the list of assumptions that npm run rehearse -- --list prints', () => {
    expect(doc.slice(doc.indexOf('### HubSpot')).trimEnd()).toBe(assumptionsAsMarkdown(allSteps));
  });
  it('lists every variable, and no other', () => {
    expect([...doc.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(([, name]) => name)).toEqual(credentialNames);
  });
  it('names options that exist', () => {
    const options = [...doc.matchAll(/`--([a-z-]+)/g)].map(([, name]) => `--${name ?? ''}`);
    expect(options.length).toBeGreaterThan(8);
    expect(options.filter((name) => !usage.includes(name))).toEqual([]);
  });
});

describe('the assumptions', () => {
  it('each have an id of their own', () => {
    const ids = allSteps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it.each(allSteps)('$id names files of the product that exist', ({ where }) => {
    expect(where.length).toBeGreaterThan(0);
    expect(where.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
  it.each(allSteps)(
    '$id says in whole sentences what is assumed, what depends on it, and what it does',
    (step) => {
      for (const text of [step.assumption, step.matters, step.does]) expect(text).toMatch(/^\S.{10,}[.)]$/);
      expect(step.title).not.toMatch(/[.]$/);
    },
  );
});
