import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Compiles a component with the TypeScript that its own install brought. The bundler drops imports of types unseen; the
 * compiler finds those that lead to a file that is not in the upload.
 */
export async function checkTypes(folder: string): Promise<string[]> {
  const compiler = join(folder, '..', 'node_modules', 'typescript', 'bin', 'tsc');
  try {
    await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { cwd: folder });
    return [];
  } catch (cause) {
    const { stdout } = cause as { stdout?: string };
    const findings = (stdout ?? '').split('\n').filter((line) => line.includes('error TS'));
    return findings.length > 0 ? findings : [`the compiler did not run: ${String(cause)}`];
  }
}
