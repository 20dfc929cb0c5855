import { describe, expect, it } from 'vitest';
import { databasePlace, databaseTrouble } from '../../../src/platform/database/database-trouble.ts';

const url = 'postgresql://deal%20draft:secret-pw@db.example:6543/contracts';
const failed = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('a database that cannot be used', () => {
  it.each([
    ['28P01', 'Postgres at db.example:6543 refused the user "deal draft".'],
    ['3D000', 'Postgres at db.example:6543 has no database "contracts".'],
    ['ENOTFOUND', 'No server is known by the name "db.example".'],
    ['42501', 'The user "deal draft" is not allowed'],
    ['ECONNREFUSED', "Postgres at db.example:6543 doesn't answer."],
    ['EHOSTUNREACH', "Postgres at db.example:6543 doesn't answer."],
  ])('%s: is told with what to do, and without the password', (code, sentence) => {
    const told = databaseTrouble(failed(code), url) ?? '';
    expect(told.startsWith(sentence)).toBe(true);
    expect(told).toMatch(/\. (Check|Create|Correct|Let|Start) .+\.$/);
    expect(told).not.toContain('secret-pw');
  });
  it('that says nothing at all is one that does not answer', () => {
    expect(databaseTrouble(new Error('timeout expired'), url)).toMatch(/doesn't answer/);
  });
  it('is not blamed for anything else', () => {
    expect(databaseTrouble(new Error('listen EADDRINUSE'), url)).toBeNull();
  });
  it('is named by host and port', () => {
    expect(databasePlace('postgresql://x:y@10.0.0.1/z')).toBe('10.0.0.1:5432');
  });
});
