import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operations } from '../../../src/hubspot/transport/failure.ts';
import type { HubSpotFailure } from '../../../src/hubspot/transport/failure.ts';
import {
  missingRecord,
  notGranted,
  notSent,
  tooLargeAnswer,
  translateAnswer,
  translateBreak,
  unreadableAnswer,
} from '../../../src/hubspot/transport/translate-error.ts';
import type { CallFacts } from '../../../src/hubspot/transport/translate-error.ts';

const noon = Date.UTC(2026, 10, 21, 12, 0, 0);
const write: CallFacts = { operation: 'updateDeal', effect: 'write', now: noon, timeZone: 'UTC' };
const read: CallFacts = { ...write, operation: 'getDeal', effect: 'read' };

type Headers = Record<string, string | string[] | undefined>;
const answer = (status: number, body: unknown = {}, headers: Headers = {}): HubSpotFailure =>
  translateAnswer(write, { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

const rateLimit = (policyName: string | undefined, message = 'limit') => ({
  status: 'error',
  message,
  errorType: 'RATE_LIMIT',
  policyName,
});

describe('answers', () => {
  const table: [string, HubSpotFailure, Partial<HubSpotFailure>][] = [
    ['401', answer(401, { category: 'EXPIRED_AUTHENTICATION' }), { kind: 'unauthorized', processed: 'no' }],
    [
      'a dead refresh token',
      answer(400, { status: 'BAD_REFRESH_TOKEN', error: 'invalid_grant' }),
      { kind: 'unauthorized' },
    ],
    ['a used code', answer(400, { status: 'BAD_AUTH_CODE' }), { kind: 'unauthorized' }],
    [
      'a wrong client id',
      answer(400, { status: 'BAD_CLIENT_ID', error: 'invalid_client' }),
      { kind: 'invalid' },
    ],
    ['404', answer(404, { category: 'OBJECT_NOT_FOUND' }), { kind: 'not_found', processed: 'no' }],
    [
      '404 that names ids',
      answer(404, { context: { ids: ['7', 8] } }),
      { kind: 'not_found', inputs: ['7', '8'] },
    ],
    ['410', answer(410), { kind: 'not_found' }],
    ['409', answer(409), { kind: 'conflict', processed: 'no' }],
    ['413', answer(413, '<html>'), { kind: 'too_large' }],
    ['423', answer(423), { kind: 'locked', retryAfterMs: 2_000, processed: 'no' }],
    [
      '423 with a longer wait',
      answer(423, {}, { 'retry-after': '9' }),
      { kind: 'locked', retryAfterMs: 9_000 },
    ],
    [
      '423 with a shorter wait',
      answer(423, {}, { 'retry-after': '1' }),
      { kind: 'locked', retryAfterMs: 2_000 },
    ],
    ['477', answer(477, '', { 'retry-after': '86400' }), { kind: 'migrating', retryAfterMs: 86_400_000 }],
    ['477 without a wait', answer(477), { kind: 'migrating', retryAfterMs: 1_800_000 }],
    [
      '429 of ten seconds',
      answer(429, rateLimit('TEN_SECONDLY_ROLLING')),
      { kind: 'throttled', policy: 'TEN_SECONDLY_ROLLING', retryAfterMs: 10_000 },
    ],
    [
      '429 of ten seconds, in words',
      answer(429, rateLimit(undefined, 'You have reached your ten_secondly_rolling limit.')),
      { policy: 'TEN_SECONDLY_ROLLING' } as Partial<HubSpotFailure>,
    ],
    [
      '429 of search',
      answer(429, rateLimit(undefined, 'You have reached your secondly limit.')),
      { kind: 'throttled', policy: 'SECONDLY', retryAfterMs: 1_000 },
    ],
    [
      '429 of the day',
      answer(429, rateLimit('DAILY')),
      { kind: 'throttled', policy: 'DAILY', retryAfterMs: 12 * 3_600_000 },
    ],
    [
      '429 with Retry-After',
      answer(429, rateLimit('DAILY'), { 'retry-after': '60' }),
      { kind: 'throttled', policy: 'DAILY', retryAfterMs: 60_000 },
    ],
    [
      '429 with a date',
      answer(429, '', { 'retry-after': new Date(noon + 5_000).toUTCString() }),
      { kind: 'throttled', policy: 'OTHER', retryAfterMs: 5_000 },
    ],
    [
      '429 with nonsense',
      answer(429, '', { 'retry-after': 'soon' }),
      { kind: 'throttled', policy: 'OTHER', retryAfterMs: 10_000 },
    ],
    ['500', answer(500), { kind: 'unavailable', processed: 'maybe' }],
    ['502 of a proxy', answer(502, '<html>Bad gateway</html>'), { kind: 'unavailable', processed: 'maybe' }],
    [
      '503 with a wait',
      answer(503, '', { 'retry-after': '3' }),
      { kind: 'unavailable', retryAfterMs: 3_000 },
    ],
    ['524', answer(524), { kind: 'unavailable' }],
    ['408', answer(408), { kind: 'unavailable', processed: 'maybe' }],
    ['302', answer(302), { kind: 'unreadable', processed: 'maybe' }],
    ['422', answer(422), { kind: 'invalid', processed: 'no' }],
    ['400 without a body', answer(400, ''), { kind: 'invalid', fields: [], inputs: [] }],
  ];
  it.each(table)('%s', (_name, failure, expected) => {
    expect(failure).toMatchObject(expected);
  });

  it('says of a scope that only some subscriptions have that the account lacks it, not that somebody must reconnect', () => {
    const { text } = notGranted({ ...read, operation: 'readBatch' }, 'crm.objects.quotes.read');
    expect(text.admin).toContain("HubSpot didn't give DealDraft access to quotes in this account");
    expect(text.admin).not.toContain('Reconnect');
  });

  it.each(['requiredGranularScopes', 'requiredScopes'])('names the missing scopes (%s)', (key) => {
    const body = {
      category: 'MISSING_SCOPES',
      errors: [{ message: 'One or more…', context: { [key]: ['files', 'automation'] } }],
    };
    const failure = answer(403, body);
    expect(failure).toMatchObject({ kind: 'missing_scopes', scopes: ['files', 'automation'] });
    expect(failure.text.admin).toContain('files, automation');
  });

  it('counts the day in the zone of the account, and in UTC when the zone is unknown', () => {
    const daily = { status: 429, headers: {}, body: JSON.stringify(rateLimit('DAILY')) };
    expect(translateAnswer({ ...write, timeZone: 'Asia/Kolkata' }, daily)).toMatchObject({
      retryAfterMs: 6.5 * 3_600_000,
    });
    expect(translateAnswer({ ...write, timeZone: 'Mars/Olympus' }, daily)).toMatchObject({
      retryAfterMs: 12 * 3_600_000,
    });
  });

  it('gives the correlation id of the body, else of the header', () => {
    expect(answer(500, { correlationId: 'abc' }).correlationId).toBe('abc');
    expect(answer(500, '', { 'x-hubspot-correlation-id': 'def' }).correlationId).toBe('def');
  });

  it('a read never changed anything', () => {
    expect(translateAnswer(read, { status: 500, headers: {}, body: '' }).processed).toBe('no');
    expect(unreadableAnswer(read, 200).processed).toBe('no');
  });
});

describe('refused properties', () => {
  const results = [
    {
      isValid: false,
      message: 'red was not one of the allowed options',
      error: 'INVALID_OPTION',
      name: 'dealdraft_status',
    },
    { isValid: false, message: 'Property "x" does not exist', error: 'PROPERTY_DOESNT_EXIST', name: 'x' },
  ];
  const fields = [
    {
      property: 'dealdraft_status',
      code: 'INVALID_OPTION',
      message: 'red was not one of the allowed options',
    },
    { property: 'x', code: 'PROPERTY_DOESNT_EXIST', message: 'Property "x" does not exist' },
  ];

  it.each([
    ['as JSON in the message', { message: `Property values were not valid: ${JSON.stringify(results)}` }],
    ['as validation results', { message: 'Property values were not valid', validationResults: results }],
    [
      'as JSON in the message of an error',
      { errors: [{ message: `not valid: ${JSON.stringify(results)}` }] },
    ],
    [
      'as errors with a context',
      {
        errors: fields.map(({ property, code, message }) => ({
          message,
          code,
          context: { propertyName: [property] },
        })),
      },
    ],
    [
      'as errors with a place',
      { errors: fields.map(({ property, code, message }) => ({ message, code, in: property })) },
    ],
    ['twice', { message: `not valid: ${JSON.stringify(results)}`, validationResults: results }],
  ])('are read %s', (_name, body) => {
    expect(answer(400, body)).toMatchObject({ kind: 'invalid', fields });
  });

  it('are named to people, without JSON, and without values in the log', () => {
    const { text } = answer(400, { message: `Property values were not valid: ${JSON.stringify(results)}` });
    expect(text.seller).toContain('dealdraft_status, x');
    expect(text.admin).toContain('HubSpot said: "Property values were not valid"');
    expect(text.log).toContain('dealdraft_status INVALID_OPTION');
    expect(text.log).not.toContain('red');
  });
});

describe('values that the account requires', () => {
  const conditional = (property: string, because = 'dealstage') => ({
    code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
    message: `${property} is required because of a conditional property rule based on [${because}]`,
    context: { propertyName: [property] },
  });
  const onCreate = {
    code: 'MISSING_REQUIRED_PROPERTY',
    message: 'A value for firstname must be provided',
    context: { propertyName: ['firstname'] },
  };
  const missing = (...values: [string, string | null][]) =>
    values.map(([property, because]) => ({ property, because }));

  it.each([
    [
      "as in HubSpot's changelog, conditional",
      { category: 'VALIDATION_ERROR', message: '...', errors: [conditional('po_number')] },
      missing(['po_number', 'dealstage']),
    ],
    [
      "as in HubSpot's changelog, for the form that makes a record",
      { status: 'error', message: 'The property values provided are invalid', errors: [onCreate] },
      missing(['firstname', null]),
    ],
    [
      'several, one of them twice',
      { errors: [conditional('po_number'), conditional('amount', 'dealtype'), conditional('po_number')] },
      missing(['po_number', 'dealstage'], ['amount', 'dealtype']),
    ],
    [
      'several in one context, with the message of the first',
      {
        errors: [{ ...conditional('po_number'), context: { propertyName: ['po_number', 'amount'] } }],
      },
      missing(['po_number', 'dealstage'], ['amount', 'dealstage']),
    ],
    [
      'under other keys and another code',
      {
        errors: [
          {
            code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTIES',
            message: 'Properties are missing',
            context: { missingRequiredProperties: ['po_number'] },
          },
        ],
      },
      missing(['po_number', null]),
    ],
    [
      'a code and a sentence without a context',
      { errors: [{ code: 'MISSING_REQUIRED_PROPERTY', message: 'A value for po_number must be provided' }] },
      missing(['po_number', null]),
    ],
    [
      'in the message alone',
      { category: 'VALIDATION_ERROR', message: conditional('po_number').message },
      missing(['po_number', 'dealstage']),
    ],
    [
      'in the message alone, quoted, with its condition',
      { message: "Property 'po_number' is required when 'dealstage' is set to 'closedwon'." },
      missing(['po_number', 'dealstage']),
    ],
    [
      'in the message alone, several',
      { message: 'A value for po_number must be provided. A value for "amount" must be provided.' },
      missing(['po_number', null], ['amount', null]),
    ],
    [
      'as a record that lacks its own required properties',
      {
        message: 'Error creating NOTE. Some required properties were not set.',
        context: { properties: ['hs_timestamp'] },
      },
      missing(['hs_timestamp', null]),
    ],
  ])('%s', (_name, body, values) => {
    expect(answer(400, body)).toMatchObject({ kind: 'missing_values', processed: 'no', values });
  });

  it.each([
    [
      'an invalid value beside it: filling in would not do',
      {
        errors: [
          conditional('po_number'),
          { code: 'INVALID_OPTION', message: 'red is not allowed', context: { propertyName: ['color'] } },
        ],
      },
      ['po_number', 'color'],
    ],
    ['a code without any name', { errors: [{ code: 'MISSING_REQUIRED_PROPERTY', message: 'No.' }] }, []],
    ['another sentence', { message: 'The operation is required to be retried' }, []],
    ['no body', undefined, []],
  ])('is an ordinary refusal with %s', (_name, body, properties) => {
    const failure = answer(400, body);
    expect(failure.kind).toBe('invalid');
    if (failure.kind === 'invalid')
      expect(failure.fields.map(({ property }) => property)).toEqual(properties);
  });

  it('names the deals of a batch, and every property to each reader', () => {
    const failure = answer(400, {
      context: { ids: ['7'] },
      errors: [conditional('po_number'), conditional('amount')],
    });
    expect(failure).toMatchObject({ kind: 'missing_values', inputs: ['7'] });
    expect(failure.text.admin).toContain('requires po_number, amount. Fill in');
    expect(failure.text.seller).toContain('requires po_number, amount. Fill in');
    expect(failure.text.log).toContain('missing_values (HTTP 400, po_number, amount)');
  });

  it('a note cannot be filled in by anybody: its requirement has to go', () => {
    const { text } = translateAnswer(
      { ...write, operation: 'createNote' },
      { status: 400, headers: {}, body: JSON.stringify({ errors: [onCreate] }) },
    );
    expect(text.admin).toMatch(/requires firstname on notes\. Make the property optional in HubSpot/);
  });

  it('a user who may not edit associations is a permission that is missing, though HubSpot says 400', () => {
    const failure = answer(400, {
      status: 'error',
      message: "Missing 'Edit Associations' permission.",
      category: 'VALIDATION_ERROR',
    });
    expect(failure).toMatchObject({ kind: 'missing_scopes', scopes: ['Edit Associations'] });
  });
});

const withCode = (code: string, cause?: unknown): Error => Object.assign(new Error('x', { cause }), { code });

describe('no answer', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED'), 'unreachable', 'no'],
    ['an unknown host', withCode('ENOTFOUND'), 'unreachable', 'no'],
    ['no connection in time', withCode('UND_ERR_CONNECT_TIMEOUT'), 'unreachable', 'no'],
    ['a bad certificate', withCode('CERT_HAS_EXPIRED'), 'unreachable', 'no'],
    [
      'a cause inside',
      new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') }),
      'unreachable',
      'no',
    ],
    [
      'all addresses refused',
      new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]),
      'unreachable',
      'no',
    ],
    ['a reset', withCode('ECONNRESET'), 'unclear', 'maybe'],
    ['a closed socket', withCode('UND_ERR_SOCKET'), 'unclear', 'maybe'],
    ['a time-out', new DOMException('timed out', 'TimeoutError'), 'unclear', 'maybe'],
    ['something unknown', 'nothing', 'unclear', 'maybe'],
  ])('%s', (_name, error, kind, processed) => {
    expect(translateBreak(write, error)).toMatchObject({ kind, processed, status: null });
    expect(translateBreak(read, error)).toMatchObject({
      kind: kind === 'unclear' ? 'unavailable' : kind,
      processed: 'no',
    });
  });
});

describe('the sentences', () => {
  const all: HubSpotFailure[] = [
    ...[400, 401, 403, 404, 409, 413, 423, 429, 477, 500].map((status) => answer(status)),
    answer(429, rateLimit('DAILY')),
    translateBreak(write, withCode('ECONNREFUSED')),
    translateBreak(write, withCode('ECONNRESET')),
    translateBreak(read, withCode('ECONNRESET')),
    notSent(write),
    unreadableAnswer(write, 200),
    tooLargeAnswer(write, 200),
    missingRecord(write, '7'),
  ];
  it.each(all.map((failure) => [`${failure.kind} ${failure.status ?? ''}`, failure] as const))(
    '%s: each reader gets one that says what next',
    (_name, { text, kind }) => {
      for (const sentence of [text.admin, text.seller]) {
        expect(sentence).toMatch(/^[A-Z].*[.!]$/s);
        expect(sentence).not.toMatch(/undefined|null|NaN|\{|\[object|_/);
        expect(sentence.split(/[.:;,] /).length).toBeGreaterThan(1);
      }
      expect(text.log).toContain(kind);
      expect(text.seller).not.toMatch(/API|HTTP|correlation|scope/);
    },
  );

  it('fit every operation', () => {
    for (const operation of Object.keys(operations) as (keyof typeof operations)[]) {
      expect(notSent({ ...write, operation }).text.seller).toContain(`could not ${operations[operation]}.`);
    }
  });
});

it('never throws, whatever comes back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 599 }),
      fc.oneof(fc.string(), fc.json()),
      fc.string(),
      (status, body, wait) => {
        const failure = translateAnswer(write, { status, headers: { 'retry-after': wait }, body });
        return failure.text.seller.length > 0 && (failure.retryAfterMs ?? 1) > 0;
      },
    ),
  );
});
