import { describe, expect, it } from 'vitest';
import { checkAddress, isInside } from '../../../src/platform/outbound/safe-address.ts';
import { csvLine } from '../../../src/platform/csv.ts';

const origin = 'https://dealdraft.example';
const resolve = (address: string) => (): Promise<string[]> => Promise.resolve([address]);

describe('an address that an admin typed', () => {
  it.each([
    ['http://alerts.example', '93.184.216.34', /https/],
    ['https://user:pw@alerts.example', '93.184.216.34', /password/],
    ['no address', '93.184.216.34', /no web address/],
    ['https://169.254.169.254/latest', '', /not an address on the internet/],
    ['https://[::1]/', '', /not an address on the internet/],
    ['https://[::ffff:10.0.0.1]/', '', /not an address on the internet/],
    ['https://2130706433/', '', /not an address on the internet/],
    ['https://inside.example', '10.1.2.3', /not an address on the internet/],
  ])('%s is not called', async (address, ip, why) => {
    const checked = await checkAddress(address, origin, resolve(ip));
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.failure).toMatch(why);
  });
  it('one on the internet is', async () => {
    expect((await checkAddress('https://alerts.example/x', origin, resolve('93.184.216.34'))).ok).toBe(true);
  });
  it.each(['127.0.0.1', '192.168.1.1', 'fe80::1', 'fd00::1', '::1', '::ffff:7f00:1', 'nonsense'])(
    '%s is inside',
    (ip) => {
      expect(isInside(ip)).toBe(true);
    },
  );
});

describe('a line of CSV', () => {
  it.each([
    [['a', 'b'], 'a,b\r\n'],
    [['say "x", y'], '"say ""x"", y"\r\n'],
    [['=cmd()', '@x', '-1'], "'=cmd(),'@x,'-1\r\n"],
    [['two\nlines'], '"two\nlines"\r\n'],
  ])('%j', (values, line) => {
    expect(csvLine(values)).toBe(line);
  });
});
