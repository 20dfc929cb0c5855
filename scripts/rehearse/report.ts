import type { CleanedUp } from './base/made.ts';
import type { OutcomeResult } from './base/outcome.ts';
import type { Finding } from './run-steps.ts';

export type About = {
  hubspot: { portalId: number; accountType: string | null } | null;
  spotdraft: string | null;
};

export type ReportParts = {
  findings: readonly Finding[];
  cleanedUp: CleanedUp;
  about: About;
  at: Date;
};

const labels: Record<OutcomeResult, string> = {
  holds: 'holds',
  'does-not-hold': 'DOES NOT HOLD',
  skipped: 'skipped',
  'could-not-run': 'COULD NOT RUN',
};

const told = ({ outcome }: Finding): string => ('seen' in outcome ? outcome.seen : outcome.why);

/** One line an assumption: what became of it, its id, and what was seen. */
export function table(findings: readonly Finding[]): string {
  const rows = findings.map(
    (finding) => [labels[finding.outcome.result], finding.step.id, told(finding)] as const,
  );
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length), 0);
  const [first, second] = [width(0), width(1)];
  return rows
    .map(([result, id, seen]) => `${result.padEnd(first)}  ${id.padEnd(second)}  ${seen}`)
    .join('\n');
}

/** What was taken away, what the vendor keeps, and what a person must look after. */
export function cleaningInWords({ removed, left }: CleanedUp): string {
  const kept = removed.filter((one) => one.kept !== undefined);
  const lines = [
    `Removed: ${String(removed.length - kept.length)}.`,
    ...kept.map((one) => `Kept: ${one.what} (${one.kept ?? ''})`),
    ...left.map(({ what, why }) => `NOT REMOVED: ${what}: ${why}`),
  ];
  return lines.join('\n');
}

function counts(findings: readonly Finding[]): Record<OutcomeResult, number> {
  const count = (result: OutcomeResult): number =>
    findings.filter(({ outcome }) => outcome.result === result).length;
  return {
    holds: count('holds'),
    'does-not-hold': count('does-not-hold'),
    skipped: count('skipped'),
    'could-not-run': count('could-not-run'),
  };
}

export function summary(findings: readonly Finding[]): string {
  const all = counts(findings);
  const parts = Object.entries(labels).map(
    ([result, label]) => `${String(all[result as OutcomeResult])} ${label.toLowerCase()}`,
  );
  return `${String(findings.length)} assumptions: ${parts.join(', ')}.`;
}

/** 2 when something doesn't hold, which is the news; else 1 when something couldn't run or be removed; else 0. */
export function exitCode(findings: readonly Finding[], { left }: CleanedUp): 0 | 1 | 2 {
  const all = counts(findings);
  if (all['does-not-hold'] > 0) return 2;
  return all['could-not-run'] > 0 || left.length > 0 ? 1 : 0;
}

export function toJson({ findings, cleanedUp, about, at }: ReportParts): string {
  const assumptions = findings.map(({ step, outcome, ms }) => ({
    id: step.id,
    title: step.title,
    assumption: step.assumption,
    result: outcome.result,
    ...('seen' in outcome ? { seen: outcome.seen } : { why: outcome.why }),
    ms,
  }));
  const report = {
    at: at.toISOString(),
    ...about,
    exitCode: exitCode(findings, cleanedUp),
    counts: counts(findings),
    assumptions,
    ...cleanedUp,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
