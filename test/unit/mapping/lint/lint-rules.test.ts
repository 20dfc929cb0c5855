import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingCodes } from '@dealdraft/wire/mapping-lint.ts';
import { brokenKinds, soundKinds } from './broken-kinds.ts';
import { brokenRest } from './broken-rest.ts';
import { brokenValues } from './broken-values.ts';

const broken = [...brokenValues, ...brokenRest, ...brokenKinds];

const sourceFolder = join(import.meta.dirname, '../../../../src/mapping/lint');
const lintSource = readdirSync(sourceFolder)
  .map((name) => readFileSync(join(sourceFolder, name), 'utf8'))
  .join('\n');

describe('every rule of the lint, with a mapping that breaks it', () => {
  it.each(broken)('%s at %s (%s): %s', (code, target, severity, sentence, found) => {
    const said = found
      .filter((finding) => finding.code === code)
      .map((finding) => [
        finding.target,
        finding.severity,
        `${finding.message} ${finding.reason} ${finding.fix}`,
      ]);
    expect(said).toContainEqual([target, severity, sentence]);
  });

  it.each(soundKinds)('says nothing of %s', (_name, found) => {
    // The counterparty's type is what every mapping here leaves open, or not: it is not what is asked.
    expect(found.filter(({ target }) => target === 'x' || target.startsWith('contract.'))).toEqual([]);
  });

  it('leaves no rule of the source out', () => {
    const inSource = new Set(
      [...lintSource.matchAll(/code: '(\w+)'|'(invalid_\w+|not_an_option)'/g)].map(([, a, b]) => a ?? b),
    );
    expect([...inSource].sort()).toEqual([...findingCodes].sort());
    expect(findingCodes.filter((code) => !broken.some(([tested]) => tested === code))).toEqual([]);
  });

  it('leaves no sentence of the source out', () => {
    const sentences = [...lintSource.matchAll(/(?:message|reason|fix):\s+'([^']+)'/g)].map(
      ([, words]) => words ?? '',
    );
    expect(sentences.length).toBeGreaterThan(50);
    expect(sentences.filter((words) => !broken.some(([, , , sentence]) => sentence.includes(words)))).toEqual(
      [],
    );
  });
});
