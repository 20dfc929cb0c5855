// npm run mapping-schema: writes docs/mapping.schema.json, the mapping format for editors and other programs.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { mappingJsonSchema } from '@dealdraft/wire/mapping-json-schema.ts';

const path = join(import.meta.dirname, '../docs/mapping.schema.json');
const options = await resolveConfig(path);
await writeFile(path, await format(JSON.stringify(mappingJsonSchema()), { ...options, filepath: path }));
