// Loaded with --import before src/main.ts in every process of a chaos run.
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pace, safeguardNames, safeguards, type SourceChange } from './source-changes.ts';

const without = safeguardNames.find((name) => name === process.env['CHAOS_WITHOUT']);
const changes: readonly SourceChange[] = [...pace, ...(without === undefined ? [] : safeguards[without])];

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (!url.startsWith('file:')) return loaded;
    const path = fileURLToPath(url);
    const wanted = changes.filter(({ module }) => path.endsWith(`/${module}`));
    if (wanted.length === 0 || loaded.source == null) return loaded;
    let source =
      typeof loaded.source === 'string'
        ? loaded.source
        : Buffer.from(loaded.source as Uint8Array).toString('utf8');
    for (const { module, from, to } of wanted) {
      // A line that is not there any more must not pass for a safeguard that is not needed.
      if (!source.includes(from))
        throw new Error(
          `${module} has no "${from}" to replace: bring lab/chaos/stage/source-changes.ts up to date`,
        );
      source = source.replace(from, () => to);
    }
    return { ...loaded, source };
  },
});
