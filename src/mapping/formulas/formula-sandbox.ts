import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, Script } from 'node:vm';
import type { Context } from 'node:vm';
import { formulaFunctions } from './formula-functions.ts';
import { nativeNames } from './formula-pictures.ts';
import type { Natives } from './formula-pictures.ts';
import { useExactOperators } from './formula-syntax.ts';
import { formulaError } from './formula-syntax.ts';
import type { FormulaError } from './formula-syntax.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';

export type FormulaRun = {
  expression: string;
  /** JSON text of the document. */
  document: string;
  /** JSON texts of objects laid over the document, one evaluation each: a row's line item, say. */
  overlays: readonly string[];
  now: Date;
  /** The account's, for moments that are written out. */
  timeZone: string;
  /** Milliseconds of work for all evaluations together. */
  limit: number;
};

const load = createRequire(import.meta.url);

/**
 * Runs inside the context. The document comes in as text and the results go out as text, so nothing of ours is within reach of
 * a formula, and an endless result is stopped by the clock like an endless loop.
 */
const glue = `(function () {
  const { expression, document, overlays, rewrite, bind, nativeNames, longest } = job;
  const run = async () => {
    const natives = {};
    for (const name of nativeNames) natives[name] = (await jsonata('$' + name).evaluate({})).implementation;
    const compiled = jsonata(expression, { stack: 400, sequence: 20000 });
    rewrite(compiled.ast(), expression);
    const bindings = bind(natives);
    for (const name of Object.keys(bindings))
      compiled.registerFunction(name, bindings[name].run, bindings[name].signature);
    const results = [];
    let size = 0;
    for (const overlay of overlays) {
      const input = Object.assign(JSON.parse(document), JSON.parse(overlay));
      const text = JSON.stringify(await compiled.evaluate(input), (_key, value) => (typeof value === 'function' ? undefined : value));
      size += text === undefined ? 4 : text.length;
      if (size > longest) throw { message: 'The result is too large' };
      results.push(text === undefined ? 'null' : text);
    }
    job.results = results;
  };
  run().catch((error) => { job.error = error === undefined ? null : error; });
})()`;

const script = new Script(glue, { filename: 'formula' });
let library: Script | undefined;
let context: Context | undefined;

/** JSONata in a realm of its own. Promises there run inside the time limit, which is what makes the limit hold. */
function realm(): Context {
  if (context) return context;
  library ??= new Script(readFileSync(load.resolve('jsonata'), 'utf8'), { filename: 'jsonata' });
  context = createContext(Object.create(null), {
    microtaskMode: 'afterEvaluate',
    codeGeneration: { strings: false, wasm: false },
  });
  library.runInContext(context);
  return context;
}

/**
 * Evaluates a formula once per overlay; the results as JSON texts. JSONata's own time limit is looked at between steps only, so a
 * regular expression or a deep comparison could outlast it: the one used here interrupts anything. What it cannot
 * interrupt, making very long text, is bounded by our own functions.
 */
export function runFormula({
  expression,
  document,
  overlays,
  now,
  timeZone,
  limit,
}: FormulaRun): Result<string[], FormulaError> {
  const job: { results?: string[]; error?: unknown } & Record<string, unknown> = {
    expression,
    document,
    overlays,
    bind: (natives: Natives) => formulaFunctions({ now, timeZone, natives }),
    nativeNames,
    rewrite: useExactOperators,
    longest: 2_000_000,
  };
  const stopped = evaluate(job, limit);
  if (stopped !== null) return fail(stopped);
  if (job.results) return ok([...job.results]);
  return fail(
    'error' in job ? formulaError(job.error) : { message: 'The formula did not finish', position: null },
  );
}

/** A try that had the machine to itself has worked a little less than the clock ran. */
const mostOfIt = 0.8;

/**
 * The time limit is of work. The clock that interrupts is the wall's, and on a busy machine it may strike when hardly
 * anything was computed: then the evaluation, which changes nothing outside of it, begins anew with more patience, until
 * its tries together have worked for as long as the limit says.
 */
function evaluate(job: Record<string, unknown>, limit: number): FormulaError | null {
  const began = threadMs();
  for (let patience = Math.max(1, Math.ceil(limit)); ; patience *= 2) {
    const within = realm();
    within['job'] = job;
    try {
      script.runInContext(within, { timeout: patience });
      return null;
    } catch (error) {
      // Stopped in the middle: what is left of it must not run on in the next evaluation.
      context = undefined;
      if (!isTimeout(error)) return formulaError(error);
      if (threadMs() - began >= limit * mostOfIt)
        return { message: `The formula did not finish within its time limit`, position: null };
    } finally {
      delete within['job'];
    }
  }
}

/** Milliseconds that this thread has worked, whoever else uses the machine. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
