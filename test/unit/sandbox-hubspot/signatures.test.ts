import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureHeaders, signV1, signV2, signV3 } from '../../../sandbox/hubspot/state/signatures.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { verifyHubSpotRequest } from '../../../src/hubspot/inbound/signature.ts';

/** Published or recomputed by hand from HubSpot's page on validating requests. */
const exampleSecret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const webhook = {
  clientSecret: 'f6e94c08-85d0-4608-bcc6-e1850176e7b8',
  method: 'POST',
  url: 'https://www.hubspot.com/webhook',
  body: 'REQUEST_BODY',
};

describe('signatures', () => {
  it.each([
    [{ clientSecret: '12345678-aaaa-bbbb-cccc-ddddeeeeffff', method: 'GET', url: 'https://hubspot.com/?appId=1&portalId=2&userId=3', body: '' }, 1111111111, 'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI='],
    [webhook, 1632188626483, 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU='],
    [{ clientSecret: exampleSecret, method: 'POST', url: 'https://www.example.com/webhook_uri', body: "{'example_field':'example_value'}" }, 1693657560000, 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y='],
  ])('of version 3 are the known ones %#', (call, timestamp, expected) => {
    expect(signV3(call, timestamp)).toBe(expected);
  }); // prettier-ignore

  it('of version 2 and 1 are the known ones', () => {
    expect(signV2(webhook)).toBe('57bb01a6e6ac92919b5e715d68f40265328701bbf1cf3fd73772887069945766');
    const body =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    expect(signV1({ clientSecret: exampleSecret, body })).toBe(
      '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de',
    );
  });

  it('undo exactly twelve escapes of the address, in either case', () => {
    const of = (url: string): string => signV3({ ...webhook, url }, 1);
    expect(of('https://a.example/x?e=a%40b%2fc%3A')).toBe(of('https://a.example/x?e=a@b/c:'));
    for (const kept of ['%20', '%26', '%3D', '%2B', '%25', '%23'])
      expect(of(`https://a.example/x?e=${kept}`)).not.toBe(
        of(`https://a.example/x?e=${decodeURIComponent(kept)}`),
      );
  });

  it('are accepted by an independent verifier, for any address and body', () => {
    fc.assert(
      fc.property(
        fc.webQueryParameters(),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('GET', 'POST', 'PATCH'),
        (query, body, method) => {
          const url = `https://app.example/api/x?${query}`;
          const now = 1_800_000_000_000;
          const call = { clientSecret: 'a-secret', method, url, body };
          const headers = Object.fromEntries(
            Object.entries(signatureHeaders(call, now, 'v2')).map(([name, value]) => [
              name.toLowerCase(),
              value,
            ]),
          );
          const check = (text: string) =>
            verifyHubSpotRequest({
              method,
              url,
              rawBody: Buffer.from(text),
              headers,
              clientSecret: new Secret('a-secret'),
              now,
              accept: 'v3',
            }).ok;
          expect(check(body)).toBe(true);
          expect(check(`${body}.`)).toBe(false);
        },
      ),
    );
  });
});
