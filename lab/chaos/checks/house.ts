import type { Facts, Violation } from './facts.ts';

/** 7: the queue is empty, or dead-lettered with a problem that tells a person. */
export const queueIsEmpty = ({ jobs, problems }: Facts): Violation[] => {
  const invariant = '7 the queue is empty';
  const waiting = jobs.filter(
    ({ state, name }) =>
      ['created', 'retry', 'active'].includes(state) && name !== 'dead-letter' && !name.startsWith('sweep'),
  );
  const dead = jobs.filter(({ name }) => name === 'dead-letter');
  return [
    ...waiting.map(({ name, state, data }) => ({
      invariant,
      text: `${name} is ${state}: ${JSON.stringify(data)}`,
    })),
    ...(dead.length > 0 && problems.length === 0
      ? dead.map(({ data, output }) => ({
          invariant,
          text: `a dead letter without a problem: ${JSON.stringify(data)} ${JSON.stringify(output)}`,
        }))
      : []),
  ];
};

/** 7: no secret in any log line. */
export const logsKeepSecrets = ({ stage }: Facts): Violation[] =>
  stage.programs.flatMap(({ name, lines }) =>
    lines().flatMap((line): Violation[] =>
      stage.secrets.some((secret) => secret !== '' && line.includes(secret))
        ? [{ invariant: '7 no secret in a log', text: `${name}: ${line.slice(0, 200)}` }]
        : [],
    ),
  );

/** Errors that a dead or restarting database causes; all others are bugs. */
const outage =
  /ECONNREFUSED|ECONNRESET|terminat|shutting down|starting up|accepting connections|recovery mode|Connection ended|connection (timeout|closed|is closed)|Can't reach|server closed|57P0|timeout exceeded|P1017|P2024|P2028|P1001|Closed the connection|not queryable|Transaction API error|socket hang up|EPIPE/i;

/** What the service itself calls a bug in its log. */
export const noBugs = ({ stage }: Facts): Violation[] =>
  stage.programs.flatMap((one) => [
    ...one.crashes().map((text) => ({ invariant: 'no process ended by itself', text })),
    ...one
      .lines()
      .flatMap((line): Violation[] =>
        /"level":"(error|fatal)"/.test(line) && !outage.test(line)
          ? [{ invariant: 'no error of our own', text: `${one.name}: ${line.slice(0, 600)}` }]
          : [],
      ),
  ]);

const falseAlarms = new Set(['deal_gone']);
/** Faults are over and all is well again: a problem that is still open tells of nothing. */
export const problemsEnd = ({ problems }: Facts): Violation[] =>
  problems
    .filter(({ kind }) => !falseAlarms.has(kind))
    .map(({ key, context, detail }) => ({
      invariant: '8 problems end with their cause',
      text: `${key} is open: ${JSON.stringify(context)} ${detail ?? ''}`,
    }));
