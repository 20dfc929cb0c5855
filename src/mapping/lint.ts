export { hasErrors, lintMapping } from './lint/lint.ts';
