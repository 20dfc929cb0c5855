import { cruise } from 'dependency-cruiser';
import { judgeStructure } from './structure/judge.ts';

/** `npm run check:structure`: no circles, every import downwards, no folder that is a hall. */
const judged = [
  'src',
  'extensions/app/packages/wire',
  'extensions/app/packages/ui',
  'sandbox',
  'lab',
  'scripts',
  'bench',
  'test',
];

const { output } = await cruise(judged, {
  tsPreCompilationDeps: true,
  tsConfig: { fileName: 'tsconfig.json' },
  doNotFollow: { path: 'node_modules' },
  exclude: { path: ['^src/platform/database/generated/'] },
  enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
});
if (typeof output === 'string') throw new Error(output);

const unresolved = output.modules.flatMap(({ source, dependencies }) =>
  dependencies
    .filter(({ module, couldNotResolve }) => couldNotResolve && /^(\.|@dealdraft\/)/.test(module))
    .map(({ module }) => `${source} imports ${module}, which leads nowhere.`),
);
const isOurs = (file: string): boolean => judged.some((folder) => file.startsWith(`${folder}/`));
const modules = output.modules
  .filter(({ source }) => isOurs(source))
  .map(({ source, dependencies }) => ({
    file: source,
    imports: dependencies.map(({ resolved }) => resolved).filter(isOurs),
  }));
const faults = [...unresolved, ...judgeStructure(modules)];
for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0
    ? `${String(modules.length)} files stand in order.`
    : `${String(faults.length)} faults in how the files stand.`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
