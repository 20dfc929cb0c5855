import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractIdSchema, parseContractId } from '../../../src/spotdraft/answers/ids.ts';

describe('parseContractId', () => {
  it.each<[string | number, string, number]>([
    ['T-123', 'T-123', 123],
    ['H-123', 'H-123', 123],
    ['t-123', 'T-123', 123],
    ['  T-123 ', 'T-123', 123],
    ['123', 'T-123', 123],
    [123, 'T-123', 123],
    ['T-0123', 'T-123', 123],
    ['https://app.spotdraft.com/contracts/v2/19589', 'T-19589', 19589],
    ['https://app.spotdraft.com/contracts/v2/19589/', 'T-19589', 19589],
    ['https://app.spotdraft.com/contracts/v2/19589?tab=activity#top', 'T-19589', 19589],
    ['https://app.spotdraft.com/contracts/v2/H-77', 'H-77', 77],
    ['http://127.0.0.1:4010/contracts/v2/5', 'T-5', 5],
  ])('%j is %s', (text, composite, numeric) => {
    expect(parseContractId(text)).toEqual({ composite, numeric });
  });

  it.each([
    '',
    'SD-1234',
    'X-1',
    'T-',
    'T-0',
    0,
    -4,
    1.5,
    NaN,
    'T-123 T-124',
    'T-1234567890',
    'https://app.spotdraft.com/contracts/v2/',
    'https://app.spotdraft.com/templates/v2/123',
    'ftp://app.spotdraft.com/contracts/v2/123',
    'https://app.spotdraft.com/contracts/v2/12x',
    'T-123/../../secrets',
  ])('%j is none', (text) => {
    expect(parseContractId(text)).toBeNull();
  });

  it('reads its own writing', () => {
    fc.assert(
      fc.property(fc.constantFrom('T', 'H'), fc.integer({ min: 1, max: 999_999_999 }), (kind, numeric) => {
        const id = { composite: `${kind}-${String(numeric)}`, numeric };
        expect(parseContractId(id.composite)).toEqual(id);
        expect(parseContractId(`https://app.spotdraft.com/contracts/v2/${id.composite}`)).toEqual(id);
      }),
    );
  });

  it('gives nothing that would change a path', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = parseContractId(text);
        if (id !== null) expect(id.composite).toMatch(/^[TH]-[1-9]\d*$/);
      }),
    );
  });
});

it('an answer without a usable id is refused', () => {
  expect(contractIdSchema.safeParse('SD-1').success).toBe(false);
  expect(contractIdSchema.parse(34211)).toEqual({ composite: 'T-34211', numeric: 34211 });
});
