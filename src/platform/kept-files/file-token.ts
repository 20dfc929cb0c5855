import { createHash, randomBytes } from 'node:crypto';

/** What is stored of an address that cannot be guessed: whoever reads the database cannot make the address of it. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const newToken = (): { token: string; hash: string } => {
  const token = randomBytes(24).toString('base64url');
  return { token, hash: hashOf(token) };
};

/** The hash of a token as it came in an address; null when it cannot be one. */
export const hashOfGiven = (token: unknown): string | null =>
  typeof token === 'string' && /^[\w-]{32}$/.test(token) ? hashOf(token) : null;
