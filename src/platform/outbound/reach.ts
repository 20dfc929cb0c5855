import ipaddr from 'ipaddr.js';

/** Addresses that are used to reach what nobody outside is to reach, though their range is the internet's. */
const namedInside = new Set(['168.63.129.16']); // Azure's platform: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 (2026-11)
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** An IPv4 address written into an IPv6 one is that IPv4 address: the system connects to it. */
const parse = (ip: string): ipaddr.IPv4 | ipaddr.IPv6 | null => {
  // The parser takes `::a.b.c.d` for `::ffff:a.b.c.d`; to the system it is another address, and nobody's.
  if (!ipaddr.isValid(ip) || /^::\d+\./.test(ip)) return null;
  const address = ipaddr.parse(ip);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
};

/**
 * Whether an address is anything but a public one: private, of this machine, of a cloud's metadata service, or of a
 * range that tunnels to such (NAT64, 6to4, Teredo, `::a.b.c.d`). What is no address counts as inside. A list of what
 * is public lasts longer than a list of what is not.
 */
export const isInside = (ip: string): boolean => {
  const address = parse(ip);
  if (address === null || address.range() !== 'unicast' || namedInside.has(address.toString())) return true;
  return address instanceof ipaddr.IPv6 && !address.match(globalUnicast);
};

const isLoopback = (ip: string): boolean => parse(ip)?.range() === 'loopback';

/**
 * Which addresses may be connected to. `local`: the service itself is reached over http on its own machine, as in the
 * demo, where the vendors are there too; elsewhere only https goes out, and only to the internet.
 */
export type Reach = { local: boolean };

export const mayReach = ({ local }: Reach, protocol: string, ip: string): boolean =>
  (local && isLoopback(ip)) || (protocol === 'https:' && !isInside(ip));
