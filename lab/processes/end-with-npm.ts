const lookEveryMs = 300;
let watching = false;

/**
 * npm starts a script through a shell, and a SIGTERM to npm ends npm and the shell: many shells don't pass it on. Seen
 * from here, the parent changes. Then this process gets the signal that was meant for it.
 */
export function endWithNpm(): void {
  if (watching || process.env['npm_lifecycle_event'] === undefined) return;
  watching = true;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  timer.unref();
}
