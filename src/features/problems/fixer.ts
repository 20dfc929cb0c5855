import { isProblemKind, problemCatalogue, type Fixer } from './problem-catalogue.ts';

/** Who can end problems of a kind; one that this version does not know is the operator's. */
export const fixerOf = (kind: string): Fixer =>
  isProblemKind(kind) ? problemCatalogue[kind]({}).fixer : 'operator';
