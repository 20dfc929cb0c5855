import fc from 'fast-check';
import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { operations, type FailureKind, type Operation } from '../../../src/spotdraft/transport/failure.ts';
import { readErrorBody } from '../../../src/spotdraft/transport/error-body.ts';
import {
  notSent,
  translateAnswer,
  translateBreak,
  unreadableAnswer,
  unusable,
} from '../../../src/spotdraft/transport/translate-error.ts';

const creating = { operation: 'createContract', effect: 'write' } as const;
const reading = { operation: 'getStatus', effect: 'read' } as const;
const refusal = (status: number, body: unknown = '', headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('what a refusal says', () => {
  it.each<[string, string, ReturnType<typeof readErrorBody>]>([
    ['detail', '{"detail":"Not Found"}', { message: 'Not Found', code: null, fields: [] }],
    [
      'detail and code',
      '{"detail":"Approvals running","code":"SD_CONTRACTS_00152"}',
      { message: 'Approvals running', code: 'SD_CONTRACTS_00152', fields: [] },
    ],
    [
      'the standard object',
      '{"detail":"d","status_code":400,"code":"SD_PUBLIC_00009","message":"Contract is executed"}',
      { message: 'Contract is executed', code: 'SD_PUBLIC_00009', fields: [] },
    ],
    [
      'errors by field',
      '{"contract_template_id":["This field is required."],"contract_name":"Too long."}',
      {
        message: '',
        code: null,
        fields: [
          { field: 'contract_template_id', messages: ['This field is required.'] },
          { field: 'contract_name', messages: ['Too long.'] },
        ],
      },
    ],
    [
      'errors nested as the input is',
      '{"counter_party_details":[{},{"poc_details":{"email":["Enter a valid email address."]}}]}',
      {
        message: '',
        code: null,
        fields: [
          {
            field: 'counter_party_details.1.poc_details.email',
            messages: ['Enter a valid email address.'],
          },
        ],
      },
    ],
    [
      'error',
      '{"error":"Feature is not enabled"}',
      { message: 'Feature is not enabled', code: null, fields: [] },
    ],
    [
      'fields under detail',
      '{"detail":{"note":["This field may not be blank."]},"code":"SD_X"}',
      { message: '', code: 'SD_X', fields: [{ field: 'note', messages: ['This field may not be blank.'] }] },
    ],
    ['a list under detail', '{"detail":["One.","Two."]}', { message: 'One. Two.', code: null, fields: [] }],
    [
      'a field that is called as one of the own keys',
      '{"message":["Too long."],"code":["Unknown."]}',
      {
        message: '',
        code: null,
        fields: [
          { field: 'message', messages: ['Too long.'] },
          { field: 'code', messages: ['Unknown.'] },
        ],
      },
    ],
    ['a list of texts', '["One.",["Two."]]', { message: 'One. Two.', code: null, fields: [] }],
    [
      'a text',
      '"Cannot void an executed contract."',
      { message: 'Cannot void an executed contract.', code: null, fields: [] },
    ],
    ['a page', '<html><body>502 Bad Gateway</body></html>', { message: '', code: null, fields: [] }],
    ['nothing', '', { message: '', code: null, fields: [] }],
    ['null', 'null', { message: '', code: null, fields: [] }],
    ['half of JSON', '{"detail":"Not Fo', { message: '', code: null, fields: [] }],
  ])('%s', (_name, body, expected) => {
    expect(readErrorBody(body)).toEqual(expected);
  });

  it('stays small whatever is sent', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`f${String(index)}`, ['x'.repeat(1000)]]),
    );
    const body = readErrorBody(JSON.stringify({ message: 'm'.repeat(9000), ...fields }));
    expect(body.message).toHaveLength(500);
    expect(body.fields).toHaveLength(100);
    expect(body.fields[0]?.messages[0]).toHaveLength(300);
  });

  it('never throws, and gives texts only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 12 }), fc.string()), (text) => {
        const body = readErrorBody(text);
        expect(typeof body.message).toBe('string');
        for (const { field, messages } of body.fields)
          expect([field, ...messages].every((each) => typeof each === 'string')).toBe(true);
      }),
    );
  });
});

describe('the kind of an answer', () => {
  it.each<[number, unknown, FailureKind, FailureKind]>([
    // status, body, to a read, to a write
    [302, '', 'redirected', 'redirected'],
    [307, '', 'redirected', 'redirected'],
    [400, { x: ['y'] }, 'invalid', 'invalid'],
    [401, { detail: 'Invalid credentials.' }, 'unauthorized', 'unauthorized'],
    [402, { detail: 'Approvals are missing' }, 'business_rule', 'business_rule'],
    [403, {}, 'forbidden', 'forbidden'],
    [404, { detail: 'Not Found' }, 'not_found', 'not_found'],
    [408, '', 'unavailable', 'unclear'],
    [409, { detail: 'Duplicate' }, 'conflict', 'conflict'],
    [409, { detail: 'Other group', code: 'SD_CONTRACTS_00152' }, 'business_rule', 'business_rule'],
    [413, '<html>', 'too_large', 'too_large'],
    [422, {}, 'invalid', 'invalid'],
    [429, '', 'throttled', 'throttled'],
    [500, '', 'unavailable', 'unclear'],
    [501, { detail: 'off' }, 'feature_off', 'feature_off'],
    [502, '<html>', 'unavailable', 'unclear'],
    [503, '', 'unavailable', 'unclear'],
    [504, '', 'unavailable', 'unclear'],
  ])('%i %j: %s to a read, %s to a write', (status, body, toRead, toWrite) => {
    const read = translateAnswer(reading, refusal(status, body));
    const write = translateAnswer(creating, refusal(status, body));
    expect([read.kind, write.kind]).toEqual([toRead, toWrite]);
    expect([read.processed, write.processed]).toEqual(['no', toWrite === 'unclear' ? 'maybe' : 'no']);
    expect(read.status).toBe(status);
  });

  it('takes a refused download link for a spent one, not for refused credentials', () => {
    for (const status of [400, 401, 403, 404, 410]) {
      const failure = translateAnswer(
        { operation: 'openDownload', effect: 'read' },
        refusal(status, '<xml/>'),
      );
      expect(failure).toMatchObject({ kind: 'unavailable', processed: 'no', status });
      expect(failure.text.seller).toContain('new link');
    }
  });

  it.each([
    ['3', 3000],
    ['0', 0],
    ['999999999', 24 * 3600_000],
    ['-5', 0],
  ])('reads Retry-After %s as %i ms', (header, ms) => {
    expect(translateAnswer(reading, refusal(429, '', { 'retry-after': header })).retryAfterMs).toBe(ms);
  });

  it('reads Retry-After as a date', () => {
    const at = new Date(Date.now() + 30_000).toUTCString();
    const { retryAfterMs } = translateAnswer(reading, refusal(429, '', { 'retry-after': at }));
    expect(retryAfterMs).toBeGreaterThan(27_000);
    expect(retryAfterMs).toBeLessThanOrEqual(30_000);
  });

  it.each(['', 'soon'])('knows no time from Retry-After "%s"', (header) => {
    expect(translateAnswer(reading, refusal(429, '', { 'retry-after': header }))).not.toHaveProperty(
      'retryAfterMs',
    );
  });
});

const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

describe('no answer', () => {
  it.each<[string, unknown, 'unreachable' | 'unclear']>([
    ['refused', coded('ECONNREFUSED'), 'unreachable'],
    ['no such name', coded('ENOTFOUND', { syscall: 'getaddrinfo' }), 'unreachable'],
    ['a time-out while connecting', coded('ETIMEDOUT', { syscall: 'connect' }), 'unreachable'],
    ['the own limit for connecting', new errors.ConnectTimeoutError('slow'), 'unreachable'],
    ['a certificate of another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'unreachable'],
    ['an unknown issuer', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'unreachable'],
    ['a cause inside', new Error('failed', { cause: coded('ECONNREFUSED') }), 'unreachable'],
    [
      'every address refused',
      new AggregateError([coded('ECONNREFUSED', { syscall: 'connect' }), coded('ENETUNREACH')]),
      'unreachable',
    ],
    ['a time-out on an open connection', coded('ETIMEDOUT', { syscall: 'read' }), 'unclear'],
    ['a reset', coded('ECONNRESET', { syscall: 'read' }), 'unclear'],
    ['the other side closed', new errors.SocketError('other side closed'), 'unclear'],
    ['the time is up', new DOMException('late', 'TimeoutError'), 'unclear'],
    ['aborted', new DOMException('stop', 'AbortError'), 'unclear'],
    ['something that is no error', 'boom', 'unclear'],
  ])('%s', (_name, error, toWrite) => {
    const write = translateBreak(creating, error);
    expect([write.kind, write.processed, write.status]).toEqual([
      toWrite,
      toWrite === 'unclear' ? 'maybe' : 'no',
      null,
    ]);
    const read = translateBreak(reading, error);
    expect([read.kind, read.processed]).toEqual([
      toWrite === 'unclear' ? 'unavailable' : 'unreachable',
      'no',
    ]);
  });

  it('ends at a chain of causes that leads back to itself', () => {
    const error = new Error('round');
    error.cause = error;
    expect(translateBreak(creating, error).kind).toBe('unclear');
  });

  it('knows what was not sent, and what was done though its answer cannot be read', () => {
    expect(notSent(creating)).toMatchObject({ kind: 'unreachable', processed: 'no' });
    expect(unusable(creating, 'credentials')).toMatchObject({ kind: 'unauthorized', processed: 'no' });
    for (const what of ['address', 'host'] as const)
      expect(unusable(creating, what)).toMatchObject({ kind: 'unreachable', processed: 'no' });
    expect(unreadableAnswer(creating, 201, 'id: Required')).toMatchObject({
      kind: 'unreadable',
      status: 201,
      processed: 'maybe',
    });
    expect(unreadableAnswer(reading, 200, 'x').processed).toBe('no');
  });
});

describe('the sentences', () => {
  const names = Object.keys(operations) as Operation[];
  const statuses = [302, 400, 401, 402, 403, 404, 409, 413, 429, 500, 501];

  it.each(names)('are whole for %s, whatever the status', (operation) => {
    for (const status of statuses) {
      const { text } = translateAnswer(
        { operation, effect: 'write' },
        refusal(status, { detail: 'Because.' }),
      );
      expect(text.log).toContain(operations[operation]);
      for (const sentence of [text.admin, text.seller]) {
        expect(sentence).toMatch(/^[A-Z].*[;,].*\.$/);
        expect(sentence).not.toMatch(/undefined|null|\.\.|\s\s|SD_/);
      }
    }
  });

  it('say a known code in plain words, and keep the code and SpotDraft’s words for the log', () => {
    const { text } = translateAnswer(
      { operation: 'patchContractData', effect: 'write' },
      refusal(400, { detail: 'Bad state', code: 'SD_PUBLIC_00009' }),
    );
    expect(text.seller).toBe(
      'SpotDraft refused what DealDraft sent to update the values of the contract: the contract is executed, and its values do not change any more; correct it and try again.',
    );
    expect(text.log).toBe(
      'SpotDraft could not update the values of the contract: invalid 400 SD_PUBLIC_00009 (Bad state)',
    );
  });

  it('name three fields and count the others', () => {
    const body = { non_field_errors: ['Odd.'], a: ['A.'], b: ['B.'], c: ['C.'], d: ['D.'] };
    const failure = translateAnswer(creating, refusal(400, body));
    expect(failure.text.admin).toContain(': Odd; a: A; b: B; and 2 more; correct it');
    expect(failure.fields).toHaveLength(5);
  });

  it('tell the admin where to change credentials, and the seller whom to ask', () => {
    const { text } = translateAnswer(creating, refusal(401));
    expect(text.admin).toContain('Settings → DealDraft → Connections');
    expect(text.seller).toContain('ask the admin');
    expect(text.seller).not.toContain('Settings');
  });
});
