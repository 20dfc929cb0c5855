import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeInstall } from '../../../sandbox/hubspot/http/judge-install.ts';
import { installScopes } from '../../../src/hubspot/transport/scopes.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dealdraft-install-'));
  mkdirSync(join(folder, 'app'));
  const auth = {
    requiredScopes: ['oauth', 'files'],
    conditionallyRequiredScopes: ['automation'],
    optionalScopes: ['tickets'],
  };
  const config = { permittedUrls: { fetch: [] }, auth };
  writeFileSync(join(folder, 'app/app-hsmeta.json'), JSON.stringify({ uid: 'a', type: 'app', config }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const judge = (scope: string, optional = '') =>
  judgeInstall(folder, new URLSearchParams({ scope, optional_scope: optional })).refused;

describe('an install URL', () => {
  it.each([
    ['oauth files', ''],
    ['files oauth', 'tickets'],
    ['oauth files automation', 'tickets'],
  ])('with scope "%s" and optional scope "%s" is taken', (scope, optional) => {
    expect(judge(scope, optional)).toBeNull();
  });

  it.each([
    ['a required scope is missing', 'oauth', '', /insufficient/],
    ['a required scope is asked for as optional', 'oauth', 'files', /insufficient/],
    ['a conditionally required scope is asked for as optional', 'oauth files', 'automation', /mismatch/],
    ['an optional scope is asked for as required', 'oauth files tickets', '', /mismatch/],
    ['a scope is not configured', 'oauth files timeline', '', /mismatch/],
    ['an optional scope is not configured', 'oauth files', 'timeline', /mismatch/],
    ['a required scope is asked for both ways', 'oauth files', 'files', /mismatch/],
  ])('is refused when %s', (_what, scope, optional, message) => {
    expect(judge(scope, optional)).toMatch(message);
  });

  it("is ours, and agrees with our app's configuration", () => {
    const { scopes, optionalScopes } = installScopes;
    const query = new URLSearchParams({ scope: scopes.join(' '), optional_scope: optionalScopes.join(' ') });
    expect(judgeInstall(join(import.meta.dirname, '../../../extensions'), query)).toEqual({
      scopes,
      optionalScopes,
      refused: null,
    });
  });
});
