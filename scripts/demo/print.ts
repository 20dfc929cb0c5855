/** Prints the demo's steps with the time since its start. */
export const createPrinter = (now: () => number = () => performance.now()) => {
  const started = now();
  const line = (text: string): void => {
    console.log(`${((now() - started) / 1000).toFixed(3).padStart(8)} s  ${text}`);
  };
  return {
    step: line,
    detail: (text: string): void => {
      console.log(`${' '.repeat(10)}    ${text}`);
    },
    title: (text: string): void => {
      console.log(`\n${text}`);
    },
    plain: (text: string): void => {
      console.log(text);
    },
  };
};
export type Printer = ReturnType<typeof createPrinter>;

const width = 34;
const short = (text: string, length: number): string =>
  text.length <= length ? text.padEnd(length) : `${text.slice(0, length - 1)}…`;

/** A plan as two columns: what is sent, and where it comes from. */
export const planLines = (
  lines: readonly {
    label: string;
    display: string;
    status: string;
    source: { text: string };
    transforms: readonly string[];
  }[],
): string[] =>
  lines
    .filter(({ status }) => status !== 'skipped' && status !== 'blank')
    .map(
      ({ label, display, source, transforms }) =>
        `${short(label, 30)} ${short(display.replaceAll('\n', ' '), width)} ← ${[source.text, ...transforms].join(', ').slice(0, 90)}`,
    );
