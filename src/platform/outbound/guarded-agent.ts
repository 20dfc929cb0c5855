import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { mayReach, type Reach } from './reach.ts';

/** Nothing was sent: the address is not one that a tenant may make this service call. */
class RefusedAddress extends Error {
  readonly code = 'ADDRESS_REFUSED';
  constructor(host: string) {
    super(`${host} is not an address on the internet`);
  }
}

export type Lookup = (
  host: string,
  options: { all: true },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Connections for every address that a tenant has a say in. Each is judged by the very address that is connected to,
 * after its name was resolved and before a byte is sent, so that a name that pointed to the internet when it was
 * checked and points inside now (DNS rebinding) leads nowhere.
 */
export const guardedAgent = (reach: Reach, lookup: Lookup = systemLookup): Agent => {
  const connectorFor = (protocol: string) => {
    const judged: LookupFunction = (host, { all }, done) => {
      lookup(host, { all: true }, (error, addresses) => {
        const [first] = addresses ?? [];
        if (error !== null) done(error, '', 0);
        else if (first === undefined || addresses.some(({ address }) => !mayReach(reach, protocol, address)))
          done(new RefusedAddress(host), '', 0);
        else if (all === true) done(null, addresses);
        else done(null, first.address, first.family);
      });
    };
    return buildConnector({ timeout: 4_000, lookup: judged });
  };
  const connectors = new Map(['http:', 'https:'].map((protocol) => [protocol, connectorFor(protocol)]));
  return new Agent({
    connections: 16,
    keepAliveTimeout: 10_000,
    connect: (options, callback) => {
      const { protocol, hostname } = options;
      // A number instead of a name is not looked up.
      const ip = hostname.replace(/^\[|\]$/g, '');
      const connect = connectors.get(protocol);
      if (connect === undefined || (isIP(ip) !== 0 && !mayReach(reach, protocol, ip)))
        callback(new RefusedAddress(hostname), null);
      else connect(options, callback);
    },
  });
};
