import { join } from 'node:path';

/** Where processes that a run starts keep what they compiled: they are many, and load the same. */
export const compileCache = join(import.meta.dirname, '../../node_modules/.cache/compiled');
