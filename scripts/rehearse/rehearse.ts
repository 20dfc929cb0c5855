import { writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { connect } from './connect.ts';
import { secretsIn, type Credentials } from './credentials.ts';
import { hide } from './hide-secrets.ts';
import { createMade } from './base/made.ts';
import type { Options } from './options.ts';
import { usualPatience, type Patience } from './base/patience.ts';
import { cleaningInWords, exitCode, summary, table, toJson, type About } from './report.ts';
import { runSteps, type Answer, type Finding } from './run-steps.ts';
import type { Parts, Step } from './parts/step.ts';
import { allSteps } from './steps.ts';

export type RehearsalParts = {
  options: Options;
  credentials: Credentials;
  say: (text: string) => void;
  /** Asked before a step writes; `--yes` and `--read-only` answer for the operator. */
  ask: (step: Step) => Promise<Answer>;
  /** Ends the rehearsal early. What was made is removed all the same. */
  signal: AbortSignal;
  steps?: readonly Step[];
  patience?: Patience;
};

/** The whole rehearsal: connects, runs, cleans up whatever happened, and tells. A failure is a sentence that says what to do. */
export async function rehearse(parts: RehearsalParts): Promise<Result<0 | 1 | 2, string>> {
  const { options, credentials, signal, patience = usualPatience } = parts;
  const shown = (text: string): string => hide(text, secretsIn(credentials));
  const say = (text: string): void => {
    parts.say(shown(text));
  };
  const steps = chosen(parts.steps ?? allSteps, options.only);
  if (!steps.ok) return steps;
  const made = createMade({ retryMs: patience.pollMs });
  const connected = await connect({ credentials, options, made, patience });
  if (!connected.ok) return fail(shown(connected.failure));
  const at = new Date();
  const about = aboutOf(connected.value, credentials);
  say(aboutInWords(about, credentials));
  const findings: Finding[] = [];
  const run = runSteps({
    steps: steps.value,
    context: { parts: connected.value, patience },
    mayWrite: answerFor(parts),
    onBegin: ({ title }) => {
      say(`… ${title}`);
    },
    onEnd: (finding) => findings.push(finding),
    signal,
  });
  // Whatever becomes of the run, what it made is removed first.
  const [ended] = await Promise.allSettled([run]);
  say('Cleaning up …');
  const cleanedUp = await made.cleanUp();
  await connected.value.listener?.close();
  if (ended.status === 'rejected') throw ended.reason;
  say(`\n${table(findings)}\n\n${cleaningInWords(cleanedUp)}\n${summary(findings)}`);
  if (options.json !== null) {
    const kept = await keep(options.json, shown(toJson({ findings, cleanedUp, about, at })));
    if (!kept.ok) return kept;
  }
  return ok(exitCode(findings, cleanedUp));
}

function answerFor({ options, ask }: RehearsalParts): (step: Step) => Promise<Answer> {
  if (options.readOnly)
    return () => Promise.resolve({ skip: 'This step writes, and you passed --read-only.' });
  return options.yes ? () => Promise.resolve('yes') : ask;
}

function chosen(steps: readonly Step[], only: readonly string[] | null): Result<readonly Step[], string> {
  if (only === null) return ok(steps);
  const unknown = only.filter((id) => !steps.some((step) => step.id === id));
  if (unknown.length > 0) return fail(`There's no step ${unknown.join(', ')}. Use --list to see them all.`);
  return ok(steps.filter(({ id }) => only.includes(id)));
}

function aboutOf({ hubspot, spotdraft }: Partial<Parts>, { SPOTDRAFT_BASE_URL }: Credentials): About {
  const account = hubspot?.account;
  return {
    hubspot: account === undefined ? null : { portalId: account.portalId, accountType: account.accountType },
    spotdraft: spotdraft === undefined ? null : (SPOTDRAFT_BASE_URL ?? null),
  };
}

function aboutInWords({ hubspot, spotdraft }: About, { HUBSPOT_API_ORIGIN }: Credentials): string {
  const lines = [
    hubspot === null
      ? 'HubSpot: not set'
      : `HubSpot account ${String(hubspot.portalId)} (${hubspot.accountType ?? 'type unknown'}) at ${HUBSPOT_API_ORIGIN}`,
    spotdraft === null ? 'SpotDraft: not set' : `SpotDraft workspace at ${spotdraft}`,
  ];
  return lines.join('\n');
}

async function keep(file: string, text: string): Promise<Result<void, string>> {
  try {
    await writeFile(file, text);
    return ok(undefined);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return fail(`Couldn't write the results to ${file} (${code}). They're shown above.`);
  }
}
