import type { Result } from '@dealdraft/wire/result.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import { runFormula, threadMs } from './formula-sandbox.ts';
import { parseFormula } from './formula-syntax.ts';
import type { FormulaError, ParsedFormula } from './formula-syntax.ts';

export type FormulaLimits = { perFormulaMs: number; perPlanMs: number; documentCharacters: number };
export const formulaLimits: FormulaLimits = {
  perFormulaMs: 500,
  perPlanMs: 2_000,
  documentCharacters: 4_000_000,
};

export type FormulaRunner = {
  parse: (expression: string) => Result<ParsedFormula, FormulaError>;
  /** One result for each overlay. */
  run: (expression: string, document: object, overlays: readonly object[]) => Result<unknown[], FormulaError>;
};

/** Formulas of one plan share a time limit, so that a hundred slow ones cannot hold up everybody else. */
export function createFormulaRunner(now: Date, limits: FormulaLimits = formulaLimits): FormulaRunner {
  let left = limits.perPlanMs;
  const parsed = new Map<string, Result<ParsedFormula, FormulaError>>();
  const parse: FormulaRunner['parse'] = (expression) => {
    const known = parsed.get(expression) ?? parseFormula(expression);
    parsed.set(expression, known);
    return known;
  };
  return {
    parse,
    run: (expression, document, overlays) => {
      const checked = parse(expression);
      if (!checked.ok) return checked;
      const text = JSON.stringify(document);
      if (text.length > limits.documentCharacters)
        return fail({ message: 'The deal’s data is too large for a formula', position: null });
      if (left <= 0)
        return fail({ message: 'The formulas of this mapping take too long together', position: null });
      const began = threadMs();
      const ran = runFormula({
        expression,
        document: text,
        overlays: overlays.map((overlay) => JSON.stringify(overlay)),
        now,
        timeZone: zoneOf(document),
        limit: Math.min(limits.perFormulaMs, left),
      });
      left -= threadMs() - began;
      return ran.ok ? ok(ran.value.map((result): unknown => JSON.parse(result))) : ran;
    },
  };
}

/** The document says where the account is. */
function zoneOf(document: object): string {
  const portal = 'portal' in document ? document.portal : null;
  const zone = typeof portal === 'object' && portal !== null && 'timeZone' in portal ? portal.timeZone : null;
  return typeof zone === 'string' ? zone : 'UTC';
}
