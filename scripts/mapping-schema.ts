// npm run mapping-schema: writes what docs/ says of the mapping format from the code that it is about:
// docs/mapping.schema.json, for editors and other programs, and the table of property kinds in docs/mapping.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { kindTable } from '../src/mapping/tables/kind-table.ts';
import { mappingJsonSchema } from '@dealdraft/wire/mapping-json-schema.ts';

const docs = join(import.meta.dirname, '../docs');

async function write(name: string, content: string): Promise<void> {
  const path = join(docs, name);
  const options = await resolveConfig(path);
  await writeFile(path, await format(content, { ...options, filepath: path }));
}

await write('mapping.schema.json', JSON.stringify(mappingJsonSchema()));
const page = await readFile(join(docs, 'mapping.md'), 'utf8');
const between = /(<!-- kinds: .*? -->\n)[\s\S]*?(<!-- end of kinds -->)/;
await write(
  'mapping.md',
  page.replace(between, (_all, begin: string, end: string) => `${begin}\n${kindTable()}\n\n${end}`),
);
