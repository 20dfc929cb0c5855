import type { PropertyDefinition } from '@dealdraft/wire/records.ts';

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s_]+/)
    .filter((word) => word !== '');

/** How well a property fits a search: its name or label itself, then their beginning, then all words somewhere. 0: not at all. */
const fit = ({ name, label }: PropertyDefinition, search: string, wanted: readonly string[]): number => {
  const [lowName, lowLabel] = [name.toLowerCase(), label.toLowerCase()];
  if (lowName === search || lowLabel === search) return 4;
  if (lowName.startsWith(search) || lowLabel.startsWith(search)) return 3;
  const both = `${lowLabel} ${lowName.replaceAll('_', ' ')}`;
  if (!wanted.every((word) => both.includes(word))) return 0;
  return wanted.every((word) => both.split(' ').some((part) => part.startsWith(word))) ? 2 : 1;
};

/** Properties that fit a text, best first, then by label. Archived and hidden ones are found by their exact name only. */
export const findProperties = (all: readonly PropertyDefinition[], text: string): PropertyDefinition[] => {
  const search = text.trim().toLowerCase();
  const wanted = words(search);
  const byLabel = (a: PropertyDefinition, b: PropertyDefinition): number =>
    a.label.localeCompare(b.label, 'en') || (a.name < b.name ? -1 : 1);
  const seen = all.filter(
    ({ name, hidden, archived }) => (!hidden && !archived) || name.toLowerCase() === search,
  );
  if (search === '') return seen.toSorted(byLabel);
  return seen
    .map((property) => ({ property, score: fit(property, search, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || byLabel(a.property, b.property))
    .map(({ property }) => property);
};
