import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWebhookKey,
  newWebhookKey,
  toleranceS,
  verifyWebhook,
  webhookHeaders,
} from '../../../src/platform/outbound/webhook-signature.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { signature } from '../../standard-webhooks.ts';

const now = new Date(1614265330 * 1000);
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
// The example that the standard's own libraries are tested with.
const key = new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', content: '{"test": 2432232314}' };
const right = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const other = newWebhookKey();
const headers = webhookHeaders([key], now, message);

describe('a message that goes out', () => {
  it('is signed as the standard’s example is', () => {
    expect(headers).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': right,
    });
    expect(signature(key.reveal(), { ...message, at: now })).toBe(right);
  });

  it('is signed with both keys while one takes over from the other', () => {
    const signed = webhookHeaders([other, key], now, message)['webhook-signature'] ?? '';
    expect(signed.split(' ')).toEqual([signature(other.reveal(), { ...message, at: now }), right]);
    const both = { ...headers, 'webhook-signature': signed };
    for (const each of [key, other])
      expect(verifyWebhook(both, message.content, { keys: [each], now })).toBe(true);
  });

  it('goes unsigned where there is no key', () => {
    expect(webhookHeaders([], now, message)).not.toHaveProperty('webhook-signature');
  });
});

describe('a signature', () => {
  it('holds until the last second, for bytes as for text', () => {
    for (const at of [later(toleranceS), later(-toleranceS)])
      expect(verifyWebhook(headers, Buffer.from(message.content), { keys: [other, key], now: at })).toBe(
        true,
      );
  });

  const not = (changed: Record<string, string | string[] | undefined>) => ({ ...headers, ...changed });
  it.each<[string, ReturnType<typeof not>, string, Date, Secret[]]>([
    ['no headers', {}, message.content, now, [key]],
    ['no signature', not({ 'webhook-signature': undefined }), message.content, now, [key]],
    ['two headers', not({ 'webhook-signature': [right, right] }), message.content, now, [key]],
    [
      'another version',
      not({ 'webhook-signature': right.replace('v1', 'v1a') }),
      message.content,
      now,
      [key],
    ],
    ['a letter less', not({ 'webhook-signature': right.slice(0, -2) }), message.content, now, [key]],
    ['another id', not({ 'webhook-id': 'msg_2' }), message.content, now, [key]],
    [
      'an id with a dot',
      not({ 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek.1' }),
      message.content,
      now,
      [key],
    ],
    ['another time', not({ 'webhook-timestamp': '1614265331' }), message.content, now, [key]],
    ['no time', not({ 'webhook-timestamp': 'now' }), message.content, now, [key]],
    ['another body', headers, '{"test": 1}', now, [key]],
    ['another key', headers, message.content, now, [other]],
    ['no key at all', headers, message.content, now, []],
    ['too late', headers, message.content, later(toleranceS + 1), [key]],
    ['from the future', headers, message.content, later(-toleranceS - 1), [key]],
    [
      'the right one behind more than anybody has keys',
      not({ 'webhook-signature': `${'v1,x '.repeat(8)}${right}` }),
      message.content,
      now,
      [key],
    ],
  ])('does not hold: %s', (_what, given, content, at, keys) => {
    expect(verifyWebhook(given, content, { keys, now: at })).toBe(false);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (given, content) => {
        expect(verifyWebhook({ ...headers, 'webhook-signature': given }, content, { keys: [key], now })).toBe(
          false,
        );
      }),
    );
  });
});

it('a key is whsec_ and 24 to 64 bytes in base64', () => {
  const of = (bytes: number) => new Secret(`whsec_${Buffer.alloc(bytes, 7).toString('base64')}`);
  expect([newWebhookKey(), of(24), of(64)].map(isWebhookKey)).toEqual([true, true, true]);
  expect([of(23), of(65), new Secret('a-key-of-an-erp-with-enough-characters')].map(isWebhookKey)).toEqual([
    false,
    false,
    false,
  ]);
});
