import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What an operator does with an editor after a command made the file: values for lines of `.env` that have another one. */
export async function fillInEnv(folder: string, values: Record<string, string>): Promise<void> {
  const path = join(folder, '.env');
  if (!existsSync(path)) return;
  let text = await readFile(path, 'utf8');
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^(# )?${name}=.*$`, 'm');
    if (!line.test(text)) throw new Error(`.env.example has no line for ${name}.`);
    text = text.replace(line, () => `${name}=${value}`);
  }
  await writeFile(path, text);
}

/** The same for a copy of `set-up.example.json`, with the example's mapping left out. */
export async function fillInSetUp(
  folder: string,
  change: (workspace: Record<string, unknown>) => Record<string, unknown>,
  facts: Record<string, unknown>,
): Promise<void> {
  const path = join(folder, 'set-up.json');
  if (!existsSync(path)) return;
  const file = JSON.parse(await readFile(path, 'utf8')) as { workspaces: Record<string, unknown>[] };
  const workspaces = file.workspaces.map((workspace) => change({ ...workspace, mappings: {} }));
  await writeFile(path, JSON.stringify({ ...file, ...facts, workspaces }));
}
