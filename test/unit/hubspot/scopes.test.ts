import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operations } from '../../../src/hubspot/transport/failure.ts';
import { judgeScopes, lacksScope } from '../../../src/hubspot/transport/judge-scopes.ts';
import {
  installScopes,
  optionalScopeOf,
  scopeTable,
  type ScopeRow,
} from '../../../src/hubspot/transport/scopes.ts';

const names = scopeTable.map(({ scope }) => scope);
const row = (scope: string, kind: ScopeRow['kind']): ScopeRow => ({ scope, kind, use: 'x', operations: [] });

describe('the table of scopes', () => {
  it('names each scope once, and every optional one says what is missing without it', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(scopeTable.filter(({ kind }) => kind === 'optional').every(({ without }) => without)).toBe(true);
    expect(scopeTable.filter(({ kind }) => kind !== 'optional').some(({ without }) => without)).toBe(false);
  });

  it('has no scope without a call that needs it, and no call without its scope', () => {
    const free = ['exchangeCode', 'refreshToken', 'introspectToken', 'revokeToken'];
    // HubSpot takes the read scope of the object that these are about.
    const ofObject = [
      'getAssociations',
      'listAssociationLabels',
      'listProperties',
      'getProperty',
      'listPropertyGroups',
    ];
    const covered = new Set<string>([...free, ...ofObject, ...scopeTable.flatMap((each) => each.operations)]);
    expect(Object.keys(operations).filter((name) => !covered.has(name))).toEqual([]);
    expect(scopeTable.filter((each) => each.operations.length === 0)).toEqual([]);
  });

  it('is the table of docs/security.md, word for word', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/security.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z._]+)` *\| ([a-zA-Z]+) *\| (.*?) *\|$/gm)].map((found) =>
      found.slice(1),
    );
    expect(rows).toEqual(scopeTable.map(({ scope, kind, use }) => [scope, kind, use]));
  });

  it('asks for optional scopes in their own parameter only', () => {
    expect(installScopes.scopes).toContain('oauth');
    expect(installScopes.optionalScopes).toEqual(['automation', 'crm.objects.quotes.read']);
    expect(installScopes.scopes.filter((each) => installScopes.optionalScopes.includes(each))).toEqual([]);
    expect([...installScopes.scopes, ...installScopes.optionalScopes].sort()).toEqual([...names].sort());
  });

  it.each([
    ['/automation/v4/actions/callbacks/complete', 'automation'],
    ['/crm/v3/objects/quotes/batch/read', 'crm.objects.quotes.read'],
    ['/crm/v4/objects/deals/1/associations/quotes', 'crm.objects.quotes.read'],
    ['/crm/v4/associations/deals/quotes/labels', 'crm.objects.quotes.read'],
    ['/crm/v3/properties/quotes', 'crm.objects.quotes.read'],
    ['/crm/v3/objects/deals/1', null],
    ['/crm/v3/objects/deals/quotes-of-mine', null],
  ])('knows the optional scope of a call to %s: %s', (path, scope) => {
    expect(optionalScopeOf(path)).toBe(scope);
  });
});

describe('the judgment of what an account granted', () => {
  const table = [row('oauth', 'required'), row('files', 'required'), row('automation', 'optional')];
  const judge = (grantedScopes: string[], askedScopes: string[]) => {
    const { again, absent } = judgeScopes({ grantedScopes, askedScopes }, table);
    return { again: again.map(({ scope }) => scope), absent: absent.map(({ scope }) => scope) };
  };
  const all = ['oauth', 'files', 'automation'];

  it.each<[string, string[], string[], { again: string[]; absent: string[] }]>([
    ['all of it', all, all, { again: [], absent: [] }],
    ['what its subscription has', ['oauth', 'files'], all, { again: [], absent: ['automation'] }],
    [
      'all before a required scope was added',
      ['oauth', 'automation'],
      ['oauth', 'automation'],
      { again: ['files'], absent: [] },
    ],
    [
      'all before an optional scope was added',
      ['oauth', 'files'],
      ['oauth', 'files'],
      { again: ['automation'], absent: [] },
    ],
    [
      'before DealDraft wrote down what it asked for',
      ['oauth', 'files'],
      [],
      { again: ['automation'], absent: [] },
    ],
    ['by a private app, of which nothing is known', [], [], { again: [], absent: [] }],
    ['more than is asked for', [...all, 'tickets'], all, { again: [], absent: [] }],
  ])('granted %s', (_what, granted, asked, expected) => {
    expect(judge(granted, asked)).toEqual(expected);
  });

  it('says that a scope is lacking only where the granted ones are known', () => {
    expect(lacksScope({ grantedScopes: [] }, 'automation')).toBe(false);
    expect(lacksScope({ grantedScopes: ['oauth'] }, 'automation')).toBe(true);
    expect(lacksScope({ grantedScopes: ['automation'] }, 'automation')).toBe(false);
  });
});
