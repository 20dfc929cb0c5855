import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealing } from '../../../src/platform/secrets/sealing.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';

const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });
const owner = 'workspace:1';
const secret = new Secret('sd-client-secret-1234');

describe('a sealed secret', () => {
  const sealing = createSealing([key('2026a', 1)]);

  it('opens again, whatever text it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, whose) => {
        expect(sealing.open(sealing.seal(new Secret(text), whose), whose).reveal()).toBe(text);
      }),
    );
  });
  it('does not show what it hides, and is sealed in new bytes every time', () => {
    const first = sealing.seal(secret, owner);
    expect(first).toMatch(/^v1\.2026a(\.[\w-]+){3}$/);
    expect(first).not.toContain(secret.reveal());
    expect(Buffer.from(first.split('.')[4] ?? '', 'base64url').toString()).not.toContain('secret');
    expect(sealing.seal(secret, owner)).not.toBe(first);
  });
  it('does not open for another owner: a value copied to another row is dead', () => {
    const sealed = sealing.seal(secret, owner);
    for (const other of ['workspace:2', 'portal:1', '', 'workspace:1 '])
      expect(() => sealing.open(sealed, other)).toThrow();
  });
  it('does not open after any change of one character', () => {
    const sealed = sealing.seal(secret, owner);
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), (at) => {
        // The last bits of base64 may be spare, so the change is one that always changes a byte.
        const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'Q' : 'A'}${sealed.slice(at + 1)}`;
        fc.pre(changed !== sealed && Buffer.from(changed.split('.')[4] ?? '', 'base64url').length > 0);
        const parts = (text: string) =>
          text
            .split('.')
            .map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')));
        fc.pre(parts(changed).join('.') !== parts(sealed).join('.'));
        expect(() => sealing.open(changed, owner)).toThrow();
      }),
      { numRuns: 300 },
    );
  });
  it('refuses a tag that was cut short, which would be quicker to guess', () => {
    const [version, id, iv, tag, text] = sealing.seal(secret, owner).split('.');
    const short = Buffer.from(tag ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url');
    expect(() => sealing.open([version, id, iv, short, text].join('.'), owner)).toThrow();
  });
  it.each(['', 'v1', 'v1.2026a.x', 'v2.2026a.a.b.c', secret.reveal()])('is not "%s"', (text) => {
    expect(() => sealing.open(text, owner)).toThrow('not in the form');
  });
});

describe('keys rotate', () => {
  const before = createSealing([key('2025b', 2)]);
  const during = createSealing([key('2026a', 1), key('2025b', 2)]);
  const after = createSealing([key('2026a', 1)]);
  const old = before.seal(secret, owner);

  it('a new key seals, all of them open, and what is sealed with an old one is known', () => {
    expect(during.open(old, owner).reveal()).toBe(secret.reveal());
    expect(during.isStale(old)).toBe(true);
    const renewed = during.seal(during.open(old, owner), owner);
    expect(during.isStale(renewed)).toBe(false);
    expect(after.open(renewed, owner).reveal()).toBe(secret.reveal());
  });
  it('a key that was taken away is asked for by name', () => {
    expect(() => after.open(old, owner)).toThrow('needs the key "2025b", which SECRET_KEYS does not name');
  });
  it('another key under the same name does not open', () => {
    expect(() => createSealing([key('2025b', 3)]).open(old, owner)).toThrow();
  });
  it('without any key nothing starts', () => {
    expect(() => createSealing([])).toThrow('At least one');
  });
});

describe('a secret shows its mask alone', () => {
  it.each<[string, (value: Secret) => string]>([
    ['in a text', (value) => `${value}`],
    ['in JSON', (value) => JSON.stringify({ value })],
    ['when it is inspected', (value) => inspect({ value }, { depth: 9, showHidden: true })],
    ['in an error', (value) => new Error(`refused ${String(value)}`).message],
    ['by its keys', (value) => JSON.stringify([Object.entries(value), { ...value }])],
  ])('%s', (_where, show) => {
    expect(show(secret)).not.toContain('secret-1234');
    expect(show(secret)).not.toContain('sd-client');
  });
  it('which has the last four characters of a long one, and none of a short one', () => {
    expect([secret.mask, new Secret('short').mask, new Secret('').mask]).toEqual([
      '••••1234',
      '••••',
      '••••',
    ]);
  });
});
