import { describe, expect, it } from 'vitest';
import {
  couldNotRun,
  doesNotHold,
  holds,
  skipped,
  type Outcome,
} from '../../../scripts/rehearse/base/outcome.ts';
import { exitCode, table } from '../../../scripts/rehearse/report.ts';
import type { Finding } from '../../../scripts/rehearse/run-steps.ts';
import { allSteps } from '../../../scripts/rehearse/steps.ts';

const findings = (...outcomes: Outcome[]): Finding[] =>
  outcomes.map((outcome, index) => {
    const step = allSteps[index];
    if (step === undefined) throw new Error('more outcomes than steps');
    return { step, outcome, ms: 1 };
  });
const clean = { removed: [], left: [] };
const left = { removed: [], left: [{ what: 'a deal', why: 'away' }] };

describe('the exit code', () => {
  it.each([
    [0, [holds('a'), skipped('b')], clean],
    [1, [holds('a'), couldNotRun('b')], clean],
    [1, [holds('a')], left],
    [2, [doesNotHold('a'), couldNotRun('b')], left],
  ])('is %i', (code, outcomes, cleanedUp) => {
    expect(exitCode(findings(...outcomes), cleanedUp)).toBe(code);
  });
});

it('has a line an assumption, in columns, with what was seen or why not', () => {
  const lines = table(findings(holds('it came'), doesNotHold('it did not'), skipped('no token'))).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual(['holds', 'DOES NOT HOLD', 'skipped']);
  expect(lines.map((line) => line.split(/ {2,}/)[2])).toEqual(['it came', 'it did not', 'no token']);
  expect(new Set(lines.map((line) => line.indexOf('hubspot.')))).toEqual(new Set([15]));
});
