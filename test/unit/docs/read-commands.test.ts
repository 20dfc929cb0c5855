import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, inlineCommands, withoutComment } from '../../../scripts/installation/read-commands.ts';

const text = `
Start with \`npm start\`, or \`npm start -- --role web\`. \`DATABASE_URL\` and \`src/main.ts\` are no commands.

1. In a list:

   \`\`\`sh install
   npm ci
   cp a b     # then fill in b

   npm start
   \`\`\`

\`\`\`sql
SELECT 1;
\`\`\`

\`\`\`
npm run nothing
\`\`\`

Again \`npm start\`.
`;

describe('the commands of a document', () => {
  it('are its fenced blocks, by language and name', () => {
    expect(blocksOf(text)).toEqual([
      { language: 'sh', name: 'install', lines: ['npm ci', 'cp a b     # then fill in b', 'npm start'] },
      { language: 'sql', name: '', lines: ['SELECT 1;'] },
      { language: '', name: '', lines: ['npm run nothing'] },
    ]);
  });
  it('and what its sentences tell to type, each once', () => {
    expect(inlineCommands(text)).toEqual(['npm start', 'npm start -- --role web']);
  });
  it('are typed without their comments', () => {
    expect(withoutComment('cp a b     # then fill in b')).toBe('cp a b');
    expect(withoutComment("curl -w '%{http_code}' x#y")).toBe("curl -w '%{http_code}' x#y");
  });
  it.each(['install', 'upgrade', 'roles', 'set-up', 'systemd'])(
    'have a block %s, which is typed in CI',
    (name) => {
      const root = join(import.meta.dirname, '../../..');
      const documents = ['README.md', 'docs/operations.md'].map((path) =>
        readFileSync(join(root, path), 'utf8'),
      );
      const found = documents.flatMap(blocksOf).filter((block) => block.name === name);
      expect(found).toHaveLength(1);
      expect(found[0]?.lines.length).toBeGreaterThan(1);
    },
  );
  it('that are to be typed have a name, so that none is forgotten', () => {
    const root = join(import.meta.dirname, '../../..');
    for (const path of ['README.md', 'docs/operations.md'])
      for (const { language, lines } of blocksOf(readFileSync(join(root, path), 'utf8')))
        expect(language, lines.join('\n')).not.toBe('');
  });
});
