import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

/** Where a service on the internet must not be sent by somebody who may only type an address into a form. */
const inside = new BlockList();
const ranges: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
];
for (const [network, prefix] of ranges) inside.addSubnet(network, prefix, 'ipv4');
const ranges6: readonly [string, number][] = [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];
for (const [network, prefix] of ranges6) inside.addSubnet(network, prefix, 'ipv6');

export const isInside = (ip: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
  return isIP(mapped) === 0 || inside.check(mapped, isIP(mapped) === 6 ? 'ipv6' : 'ipv4');
};

export type Resolve = (host: string) => Promise<string[]>;
const resolveHost: Resolve = async (host) => {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
};

/**
 * Whether an address that a person typed may be called. A service that is itself reached over http is one on
 * somebody's own machine, where everything is local.
 */
export const checkAddress = async (
  text: string,
  publicOrigin: string,
  resolve: Resolve = resolveHost,
): Promise<Result<URL, string>> => {
  if (!URL.canParse(text)) return fail('This is no web address.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return fail('An address must not hold a password.');
  if (publicOrigin.startsWith('http://')) return ok(url);
  if (url.protocol !== 'https:') return fail('The address has to begin with https://.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const ips = isIP(host) === 0 ? await resolve(host) : [host];
  if (ips.length === 0) return fail(`The name ${host} is not known on the internet.`);
  return ips.some(isInside) ? fail(`${host} is not an address on the internet.`) : ok(url);
};
