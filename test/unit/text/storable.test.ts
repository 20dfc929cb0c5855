import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseJson, storable } from '../../../src/platform/storable-json.ts';
import { parseWebhookEvents } from '../../../src/hubspot/inbound/webhook-events.ts';
import { parseWebhookEvent } from '../../../src/spotdraft/inbound/webhook-event.ts';
import { jsonBody } from '../../../src/platform/http/read-body.ts';
import { patience, runs } from './runs.ts';

describe('B2: what Postgres keeps in no text is repaired before it gets there', () => {
  it.each([
    ['the first half of an emoji', '{"name":"Acme \\ud83d"}', { name: 'Acme \ufffd' }],
    ['the second half', '{"name":"\\udc4d Acme"}', { name: '\ufffd Acme' }],
    ['two halves in the wrong order', '["\\udc4d\\ud83d"]', ['\ufffd\ufffd']],
    ['a half in capitals', '["\\uD83D"]', ['\ufffd']],
    ['NUL', '["a\\u0000b"]', ['a\ufffdb']],
    ['a half in a key', '{"a":{"\\ud83d":[1,null,true]}}', { a: { '\ufffd': [1, null, true] } }],
    ['a whole emoji stays, escaped or not', '["\\ud83d\\udc4d 👍"]', ['👍 👍']],
    ['text about an escape stays', '["\\\\u0000 \\\\ud83d"]', ['\\u0000 \\ud83d']],
  ])('%s', (_kind, json, expected) => {
    expect(parseJson(json)).toEqual(expected);
  });

  it('keeps a key that only looks like a prototype', () => {
    expect(JSON.stringify(parseJson('{"__proto__":{"a":"\\ud83d"}}'))).toBe('{"__proto__":{"a":"\ufffd"}}');
  });

  it(
    'property: any JSON, and nothing but what cannot be kept is changed',
    () => {
      fc.assert(
        fc.property(fc.json({ stringUnit: 'binary' }), fc.string({ unit: 'binary' }), (json, text) => {
          const units = fc.sample(fc.nat(65_535), 3).map((unit) => String.fromCharCode(unit));
          const made = JSON.stringify(parseJson(JSON.stringify([json, text, units.join('')])));
          expect(made.isWellFormed()).toBe(true);
          expect(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(made)).toBe(false);
          expect(storable(storable(text))).toBe(storable(text));
          if (text.isWellFormed() && !text.includes('\0')) expect(storable(text)).toBe(text);
        }),
        { numRuns: runs(300) },
      );
    },
    patience(300),
  );

  it('in the webhooks of both vendors and in the bodies that our own pages send', () => {
    const hubspot = parseWebhookEvents(
      Buffer.from(
        '[{"subscriptionType":"company.propertyChange","portalId":1,"occurredAt":1,"objectId":7,"propertyName":"name","propertyValue":"Acme \\ud83d"}]',
      ),
    );
    expect(hubspot.ok && hubspot.value.events[0]?.value).toBe('Acme \ufffd');
    const spotdraft = parseWebhookEvent(
      Buffer.from(
        '{"activity":"COMMENT_ADDED","activity_data":{"timestamp":"2026-03-01T10:00:00.000000Z","comment":"Fine \\ud83d"},"contract_id":null}',
      ),
    );
    expect(spotdraft.ok && spotdraft.value.details).toEqual({ comment: 'Fine \ufffd' });
    expect(jsonBody(Buffer.from('{"text":"a\\u0000"}'))).toEqual({ text: 'a\ufffd' });
  });
});
