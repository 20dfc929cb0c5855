import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  erpKey,
  signErp,
  toleranceS,
  verifyErp,
  type Signed,
} from '../../../src/features/erp/erp-signature.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';

const key = new Secret('a-key-of-an-erp-with-enough-characters');
const other = new Secret('another-key-of-another-erp-altogether');
const now = new Date('2026-11-21T10:00:00Z');
const signed: Signed = { method: 'POST', path: '/api/erp/requests', body: '{"dealId":"1"}' };
const header = signErp(key, now, signed);
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

describe('the signature of an ERP', () => {
  it('is the one that the documentation describes', () => {
    expect(header).toBe('t=1795255200,v1=b79d5cb68dcb44031d53b90e739051b06264c60824621cbf437f34b08db00d11');
  });

  it('holds for what was signed, under any of the keys', () => {
    expect(verifyErp(header, signed, { keys: [key], now })).toBe(true);
    expect(
      verifyErp(header, { ...signed, body: Buffer.from('{"dealId":"1"}') }, { keys: [other, key], now }),
    ).toBe(true);
  });

  it.each<[string, string | string[] | undefined, Partial<Signed>, Date, Secret[]]>([
    ['no header', undefined, {}, now, [key]],
    ['an empty header', '', {}, now, [key]],
    ['two headers', [header, header], {}, now, [key]],
    ['upper case', header.toUpperCase(), {}, now, [key]],
    ['a digit less', header.slice(0, -1), {}, now, [key]],
    ['something behind it', `${header},v0=1`, {}, now, [key]],
    ['another time', header.replace('t=1', 't=2'), {}, now, [key]],
    ['another body', header, { body: '{"dealId":"2"}' }, now, [key]],
    ['another path', header, { path: '/api/erp/requests?x=1' }, now, [key]],
    ['another method', header, { method: 'GET' }, now, [key]],
    ['another key', header, {}, now, [other]],
    ['no key at all', header, {}, now, []],
    ['too late', header, {}, later(toleranceS + 1), [key]],
    ['from the future', header, {}, later(-toleranceS - 1), [key]],
  ])('does not hold: %s', (_what, given, changed, at, keys) => {
    expect(verifyErp(given, { ...signed, ...changed }, { keys, now: at })).toBe(false);
  });

  it('holds until the last second', () => {
    expect(verifyErp(header, signed, { keys: [key], now: later(toleranceS) })).toBe(true);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (given, body) => {
        expect(verifyErp(given, { ...signed, body }, { keys: [key], now })).toBe(false);
      }),
    );
  });
});

it('an ERP’s key can be no other caller’s key, and differs where the ERP’s differ', () => {
  expect(erpKey('card-123')).toMatch(/^erp:[\w-]{43}$/);
  expect(erpKey('a')).not.toBe(erpKey('b'));
});
