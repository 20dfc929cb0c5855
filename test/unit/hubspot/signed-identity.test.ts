import { describe, expect, it } from 'vitest';
import { readSignedIdentity } from '../../../src/hubspot/inbound/signed-identity.ts';

const url =
  'https://app.example.com/card/plan?dealId=7&userId=3&userEmail=ann%2Bcrm%40example.com&portalId=2&appId=1';

describe('the identity in a signed address', () => {
  it('reads the four parameters, whatever else is there', () => {
    expect(readSignedIdentity(url)).toEqual({
      ok: true,
      value: { portalId: 2, userId: 3, userEmail: 'ann+crm@example.com', appId: 1 },
    });
  });

  it('reads an address with letters beyond ASCII: such people are users as well', () => {
    const address = url.replace(
      'ann%2Bcrm%40example.com',
      encodeURIComponent('daniel.sørensen@bücher.example'),
    );
    expect(readSignedIdentity(address)).toMatchObject({
      ok: true,
      value: { userEmail: 'daniel.sørensen@bücher.example' },
    });
  });

  it.each([
    ['a second portalId', `${url}&portalId=99`, ['portalId']],
    ['a second portalId in front', url.replace('?', '?portalId=99&'), ['portalId']],
    ['a second userId in other letters', `${url}&USERID=4`, ['userId']],
    ['an escaped second portalId', `${url}&%70ortalId=99`, ['portalId']],
  ])('refuses %s', (_name, address, keys) => {
    expect(readSignedIdentity(address)).toEqual({ ok: false, failure: { reason: 'duplicate', keys } });
  });

  it.each([
    ['no query', 'https://app.example.com/card', ['portalId', 'userId', 'userEmail', 'appId']],
    ['a missing user', url.replace('userId=3&', ''), ['userId']],
    ['portal zero', url.replace('portalId=2', 'portalId=0'), ['portalId']],
    ['a negative portal', url.replace('portalId=2', 'portalId=-2'), ['portalId']],
    ['a portal in exponents', url.replace('portalId=2', 'portalId=2e3'), ['portalId']],
    ['a portal beyond exact numbers', url.replace('portalId=2', 'portalId=9999999999999999'), ['portalId']],
    ['an email that is none', url.replace('%40', ''), ['userEmail']],
    ['a portal in the fragment', url.replace('&portalId=2', '#&portalId=2'), ['portalId', 'appId']],
  ])('refuses %s', (_name, address, keys) => {
    expect(readSignedIdentity(address)).toEqual({ ok: false, failure: { reason: 'malformed', keys } });
  });
});
