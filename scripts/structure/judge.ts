import { mayImport, roomOf } from './rooms.ts';

/** A source file and those that it imports, all by their path from the root. */
export type Module = { file: string; imports: readonly string[] };

const mostFiles = 25;
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));

/** Everything in which the sources break the rules of the house, each in a sentence. */
export const judgeStructure = (modules: readonly Module[]): string[] => [
  ...circlesOf(new Map(modules.map(({ file, imports }) => [file, new Set(imports)]))).map(
    (files) => `Files import each other in a circle: ${files.join(' → ')}.`,
  ),
  ...circlesOf(folderImports(modules)).map(
    (folders) => `Folders import each other in a circle: ${folders.join(' → ')}.`,
  ),
  ...modules.flatMap(wrongImports),
  ...wideFolders(modules),
];

const wrongImports = ({ file, imports }: Module): string[] => {
  const room = roomOf(file);
  if (room === null) return [`${file} stands in no room: name its folder in scripts/structure/rooms.ts.`];
  return imports.flatMap((imported) => {
    const other = roomOf(imported);
    return other === null || mayImport(room, other)
      ? []
      : [`${file} imports ${imported}: ${room} does not stand above ${other} in scripts/structure/rooms.ts.`];
  });
};

const wideFolders = (modules: readonly Module[]): string[] => {
  const counts = new Map<string, number>();
  for (const { file } of modules) counts.set(folderOf(file), (counts.get(folderOf(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > mostFiles)
    .map(
      ([folder, count]) =>
        `${folder} has ${String(count)} files directly in it, more than ${String(mostFiles)}: part it by subject.`,
    );
};

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** A folder imports another when one of its files does. A folder and one inside it are two. */
const folderImports = (modules: readonly Module[]): Graph => {
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of modules) {
    const own = folderOf(file);
    const others = imports.map(folderOf).filter((folder) => folder !== own);
    graph.set(own, new Set([...(graph.get(own) ?? []), ...others]));
  }
  return graph;
};

/** One circle for each place where a walk through the imports comes back to where it is; none when there is no circle. */
const circlesOf = (graph: Graph): string[][] => {
  const circles: string[][] = [];
  const through = new Set<string>();
  const walk = (node: string, path: readonly string[]): void => {
    const start = path.indexOf(node);
    if (start >= 0) circles.push([...path.slice(start), node]);
    if (start >= 0 || through.has(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...path, node]);
    through.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return circles;
};
