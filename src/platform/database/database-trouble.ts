import { isDatabaseAway } from './is-database-away.ts';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Where the database is, without user and password: fit for a log. */
export function databasePlace(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname === '' ? 'localhost' : hostname}:${port === '' ? '5432' : port}`;
}

/** Why the database at that address cannot be used, in a sentence that says what to do; null when something else failed. */
export function databaseTrouble(error: unknown, url: string): string | null {
  const place = databasePlace(url);
  const { username, pathname, hostname } = new URL(url);
  const code = codeOf(error);
  if (code === '28P01' || code === '28000')
    return `Postgres at ${place} refused the user "${decodeURIComponent(username)}". Check the user and password in DATABASE_URL.`;
  if (code === '3D000')
    return `Postgres at ${place} has no database "${decodeURIComponent(pathname.slice(1))}". Create it, or correct DATABASE_URL.`;
  if (code === 'ENOTFOUND')
    return `No server is known by the name "${hostname}". Correct the host in DATABASE_URL.`;
  if (code === '42501')
    return `The user "${decodeURIComponent(username)}" is not allowed to do this in the database at ${place}. Let it own the database.`;
  if (isDatabaseAway(error)) return `Postgres at ${place} doesn't answer. Start it, or correct DATABASE_URL.`;
  return null;
}
