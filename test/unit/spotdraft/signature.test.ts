import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { verifySpotDraftSignature } from '../../../src/spotdraft/inbound/signature.ts';

/** The example key of SpotDraft's API description, and a body signed with it by OpenSSL. */
const key = new Secret(
  'zJDCvFUXhByUkPcQIzf+dt2W7bqm6x6Fb2o/gLhfUgXyPqvPcrZ6P9yYtoUrI4dErHzq2t+4gjZ4zH2btdpoSA==',
);
const rawBody = Buffer.from('{"activity":"CONTRACT_CREATED","contract_id":1}');
const header =
  '7ef6b90a050e59c143de0f62acfad2b47f82c72cfdd84ca25e6e3ddb934270c58d0f81d861f8017a91da0eff429263aa08276194f707ab30712dd74a163dd3dc';
const otherKey = new Secret(Buffer.alloc(64, 1).toString('base64'));

describe('verifySpotDraftSignature', () => {
  it('takes the known answer', () => {
    expect(verifySpotDraftSignature({ rawBody, header, keys: [key] })).toBe(true);
  });

  it.each([
    ['the current one', [key, otherKey]],
    ['the former one', [otherKey, key]],
  ])('takes a call signed under %s of two keys', (_name, keys) => {
    expect(verifySpotDraftSignature({ rawBody, header, keys })).toBe(true);
  });

  it.each<[string, Partial<Parameters<typeof verifySpotDraftSignature>[0]>]>([
    ['no header', { header: undefined }],
    ['an empty header', { header: '' }],
    ['two headers', { header: [header, header] }],
    ['two headers made one', { header: `${header}, ${header}` }],
    ['upper case', { header: header.toUpperCase() }],
    ['a prefix', { header: `sha512=${header}` }],
    ['a space behind it', { header: `${header} ` }],
    ['a line end behind it', { header: `${header}\n` }],
    ['one digit less', { header: header.slice(0, -1) }],
    ['a byte less', { header: header.slice(0, -2) }],
    ['a digit that is none', { header: `g${header.slice(1)}` }],
    ['another digit', { header: `8${header.slice(1)}` }],
    ['base64', { header: Buffer.from(header, 'hex').toString('base64') }],
    ['another body', { rawBody: Buffer.from('{"activity":"CONTRACT_CREATED","contract_id":2}') }],
    [
      'the same JSON in other bytes',
      { rawBody: Buffer.from('{"activity": "CONTRACT_CREATED", "contract_id": 1}') },
    ],
    ['no body', { rawBody: Buffer.alloc(0) }],
    ['no keys', { keys: [] }],
    ['an empty key', { keys: [new Secret('')] }],
    ['another key', { keys: [otherKey] }],
    ['the key taken as text', { scheme: 'legacy' }],
  ])('refuses %s', (_name, change) => {
    expect(verifySpotDraftSignature({ rawBody, header, keys: [key], ...change })).toBe(false);
  });

  it('refuses a body signed under the empty key, which anybody can do', () => {
    const forged = createHmac('sha512', '').update(rawBody).digest('hex');
    expect(verifySpotDraftSignature({ rawBody, header: forged, keys: [new Secret('')] })).toBe(false);
    expect(verifySpotDraftSignature({ rawBody, header: forged, keys: [new Secret('!')] })).toBe(false);
  });

  it('takes the older scheme only when told to', () => {
    const secret = new Secret('callback secret');
    const signed = createHmac('sha512', 'callback secret').update(rawBody).digest('hex');
    expect(verifySpotDraftSignature({ rawBody, header: signed, keys: [secret], scheme: 'legacy' })).toBe(
      true,
    );
    expect(verifySpotDraftSignature({ rawBody, header: signed, keys: [secret] })).toBe(false);
  });

  it('holds for any bytes, and for no change of one bit', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.nat(), (content, at) => {
        const body = Buffer.from(content);
        const keyBytes = Buffer.from(key.reveal(), 'base64');
        const signed = createHmac('sha512', keyBytes).update(body).digest('hex');
        expect(verifySpotDraftSignature({ rawBody: body, header: signed, keys: [key] })).toBe(true);
        const changed = Buffer.from(body);
        const place = at % changed.length;
        changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
        expect(verifySpotDraftSignature({ rawBody: changed, header: signed, keys: [key] })).toBe(false);
      }),
    );
  });
});
