import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { mayReach, type Reach } from './reach.ts';

export type Resolve = (host: string) => Promise<string[]>;
const resolveHost: Resolve = async (host) => {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
};

/** What `isLocal` is told by: http is allowed for the origin on one's own machine alone. */
export const reachOf = (publicOrigin: string): Reach => ({ local: publicOrigin.startsWith('http://') });

/**
 * Whether an address that a person typed may be called: for an answer while they are there. What holds it is the
 * connection itself (`guardedAgent`), for a name can point elsewhere a moment later.
 */
export const checkAddress = async (
  text: string,
  reach: Reach,
  resolve: Resolve = resolveHost,
): Promise<Result<URL, string>> => {
  if (!URL.canParse(text)) return fail('This is no web address.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return fail('An address must not hold a password.');
  if (url.hash !== '') return fail('The part of the address after # is not sent; leave it out.');
  if (url.protocol !== 'https:' && !(reach.local && url.protocol === 'http:'))
    return fail('The address has to begin with https://.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const ips = isIP(host) === 0 ? await resolve(host) : [host];
  if (ips.length === 0) return fail(`The name ${host} is not known on the internet.`);
  return ips.every((ip) => mayReach(reach, url.protocol, ip))
    ? ok(url)
    : fail(`${host} is not an address on the internet.`);
};
