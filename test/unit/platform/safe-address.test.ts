import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src/platform/csv.ts';
import { isHostPattern, isListed } from '../../../src/platform/outbound/host-list.ts';
import { isInside, mayReach } from '../../../src/platform/outbound/reach.ts';
import { checkAddress, reachOf } from '../../../src/platform/outbound/safe-address.ts';

const internet = reachOf('https://dealdraft.example');
const local = reachOf('http://localhost:4000');
const resolve =
  (...addresses: string[]) =>
  (): Promise<string[]> =>
    Promise.resolve(addresses);

describe('an address that an admin typed', () => {
  it.each([
    ['http://alerts.example', '93.184.216.34', /https/],
    ['ftp://alerts.example', '93.184.216.34', /https/],
    ['https://user:pw@alerts.example', '93.184.216.34', /password/],
    ['https://alerts.example/#x', '93.184.216.34', /after #/],
    ['no address', '93.184.216.34', /no web address/],
    ['https://169.254.169.254/latest', '', /not an address on the internet/],
    ['https://[::1]/', '', /not an address on the internet/],
    ['https://[::ffff:10.0.0.1]/', '', /not an address on the internet/],
    ['https://[64:ff9b::a9fe:a9fe]/', '', /not an address on the internet/],
    ['https://2130706433/', '', /not an address on the internet/],
    ['https://0x7f.1/', '', /not an address on the internet/],
    ['https://inside.example', '10.1.2.3', /not an address on the internet/],
  ])('%s is not called', async (address, ip, why) => {
    const checked = await checkAddress(address, internet, resolve(ip));
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.failure).toMatch(why);
  });
  it('one on the internet is, unless one of its addresses is inside', async () => {
    const address = 'https://alerts.example/x?y=1';
    expect((await checkAddress(address, internet, resolve('93.184.216.34'))).ok).toBe(true);
    expect((await checkAddress(address, internet, resolve('93.184.216.34', '10.0.0.1'))).ok).toBe(false);
  });
  it.each([
    ['http://127.0.0.1:4100/x', true],
    ['http://[::1]:4100/x', true],
    ['http://192.168.1.1/x', false],
    ['http://169.254.169.254/x', false],
    ['http://93.184.216.34/x', false],
    ['https://93.184.216.34/x', true],
  ])('%s, where the service is on its own machine: %j', async (address, isCalled) => {
    expect((await checkAddress(address, local)).ok).toBe(isCalled);
  });
});

describe('inside is', () => {
  it.each([
    ['this machine', '127.0.0.1', '127.255.0.9', '::1', '::ffff:7f00:1', '::ffff:127.0.0.1'],
    ['no host', '0.0.0.0', '0.1.2.3', '::', '255.255.255.255'],
    ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1'],
    ['of the link', '169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    ['of a carrier', '100.64.0.1', '100.127.255.254', '100.100.100.200'],
    ['written into IPv6', '::10.0.0.1', '::93.184.216.34', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe'],
    ['behind NAT64', '64:ff9b::a00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1'],
    ['behind 6to4', '2002:7f00:1::', '2002:a9fe:a9fe::1', '192.88.99.1'],
    ['behind Teredo', '2001::1', '2001:0:a00:1::'],
    ['a site, as it was', 'fec0::1', 'feff::1'],
    ['to be discarded', '100::1', '100:0:0:1::1'],
    [
      'for documents and measurements',
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '2001:db8::1',
    ],
    ['reserved', '192.0.0.192', '240.0.0.1', '3fff::1', '5f00::1', '4000::1', '8000::1', 'c000::1'],
    ['for many', '224.0.0.1', '239.255.255.255', 'ff02::1'],
    ['the metadata service of Azure', '168.63.129.16', '::ffff:168.63.129.16'],
    ['no address at all', 'nonsense', '', '1.2.3.4.5', '::ffff:'],
  ])('%s', (_what, ...ips) => {
    for (const ip of ips) {
      expect([ip, isInside(ip)]).toEqual([ip, true]);
      expect(mayReach(internet, 'https:', ip)).toBe(false);
    }
  });
  it.each(['93.184.216.34', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    'not %s',
    (ip) => {
      expect(isInside(ip)).toBe(false);
      expect(mayReach(internet, 'https:', ip)).toBe(true);
      expect(mayReach(internet, 'http:', ip)).toBe(false);
    },
  );
});

describe('a list of hosts', () => {
  const list = ['api.acme.example', '*.spotdraft.com'];
  it.each([
    ['api.acme.example', true],
    ['api.eu.spotdraft.com', true],
    ['spotdraft.com', false],
    ['evilspotdraft.com', false],
    ['spotdraft.com.evil.example', false],
    ['x.api.acme.example', false],
    ['', false],
  ])('%j: %j', (host, isIn) => {
    expect(isListed(host, list)).toBe(isIn);
  });
  it.each([
    ['store.example.com', true],
    ['*.example.com', true],
    ['*', false],
    ['*.', false],
    ['*.com', false],
    ['https://example.com', false],
    ['example.com/path', false],
    ['127.0.0.1', false],
    ['a..example', false],
    ['', false],
  ])('takes %j: %j', (text, isTaken) => {
    expect(isHostPattern(text)).toBe(isTaken);
  });
});

describe('a line of CSV', () => {
  it.each([
    [['a', 'b'], '"a","b"\r\n'],
    [['say "x", y'], '"say ""x"", y"\r\n'],
    [['=cmd()', '@x', '-1'], '"\'=cmd()","\'@x","\'-1"\r\n'],
    [[' =cmd()', '\uff1dcmd()'], '"\' =cmd()","\'\uff1dcmd()"\r\n'],
    [['two\nlines'], '"two\nlines"\r\n'],
  ])('%j', (values, line) => {
    expect(csvLine(values)).toBe(line);
  });
});
