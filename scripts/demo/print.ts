/** Prints the demo's steps with the time since its start. */
export const createPrinter = (
  write: (line: string) => void = (line) => {
    console.log(line);
  },
  now: () => number = () => performance.now(),
) => {
  const started = now();
  return {
    step: (text: string): void => {
      write(`${((now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
    },
    detail: (text: string): void => {
      write(`${' '.repeat(12)}${text}`);
    },
    title: (text: string): void => {
      write(`\n${text}`);
    },
    plain: (text: string): void => {
      write(text);
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
  }[],
): string[] =>
  lines
    .filter(({ status }) => status !== 'skipped' && status !== 'blank')
    .map(
      ({ label, display, source }) =>
        `${short(label, 30)} ${short(display.replaceAll('\n', ' '), width)} ← ${source.text.slice(0, 90)}`,
    );
