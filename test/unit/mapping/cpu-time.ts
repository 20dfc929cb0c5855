/** Milliseconds of work, whoever else uses the machine meanwhile: what a test of speed may go by. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
