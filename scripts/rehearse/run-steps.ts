import { couldNotRun, skipped, type Outcome } from './base/outcome.ts';
import { wants } from './parts/needs.ts';
import type { Context, Step } from './parts/step.ts';

export type Answer = 'yes' | 'stop' | { skip: string };
export type Finding = { step: Step; outcome: Outcome; ms: number };

export type RunParts = {
  steps: readonly Step[];
  context: Context;
  /** Asked before every step that writes. */
  mayWrite: (step: Step) => Promise<Answer>;
  onBegin?: (step: Step) => void;
  onEnd?: (finding: Finding) => void;
  /** Ctrl-C, or whatever else ends the rehearsal early. */
  signal: AbortSignal;
};

const stopped = couldNotRun('The rehearsal was stopped before this step finished.');

/** Runs the steps one after another. One that fails, or throws, doesn't keep the others from running. */
export async function runSteps(parts: RunParts): Promise<Finding[]> {
  const findings: Finding[] = [];
  let ended = false;
  for (const step of parts.steps) {
    const started = performance.now();
    const outcome = ended || parts.signal.aborted ? stopped : await runOne(parts, step);
    if (outcome === 'stop') ended = true;
    const finding = {
      step,
      outcome: outcome === 'stop' ? stopped : outcome,
      ms: Math.round(performance.now() - started),
    };
    findings.push(finding);
    parts.onEnd?.(finding);
  }
  return findings;
}

async function runOne(parts: RunParts, step: Step): Promise<Outcome | 'stop'> {
  const { context, signal } = parts;
  const missing = step.needs.find((need) => context.parts[need] === undefined);
  if (missing !== undefined) return skipped(wants[missing]);
  if (step.writes) {
    const answer = await parts.mayWrite(step);
    if (answer === 'stop') return 'stop';
    if (answer !== 'yes') return skipped(answer.skip);
  }
  parts.onBegin?.(step);
  let leave = (): void => undefined;
  const aborted = new Promise<Outcome>((resolve) => {
    leave = () => {
      resolve(stopped);
    };
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([step.run(context), aborted]);
  } catch (error) {
    return couldNotRun(`The step itself failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
