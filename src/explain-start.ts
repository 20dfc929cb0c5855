import type { Config } from './config.ts';
import { databaseTrouble } from './platform/database/database-trouble.ts';
import { NotMigrated } from './platform/database/require-migrated.ts';

const listening = (error: Error, { HOST }: Config): string | null => {
  if (!('code' in error) || !('syscall' in error) || error.syscall !== 'listen') return null;
  const port = 'port' in error ? String(error.port) : '';
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what uses it, or set PORT, or HEALTH_PORT, to another one.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Set PORT to one above 1023, and put a proxy in front of it.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `"${HOST}" is not an address of this machine. Correct HOST.`;
    default:
      return null;
  }
};

/** Why the service did not start, for whoever starts it; null for what is a bug, which needs its stack. */
export function explainStart(error: unknown, config: Config): string | null {
  if (error instanceof NotMigrated) return error.message;
  const trouble = error instanceof Error ? listening(error, config) : null;
  return trouble ?? databaseTrouble(error, config.DATABASE_URL);
}
