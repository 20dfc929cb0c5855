import type { Core } from '../state/core.ts';
import type { StateFault } from '../state/faults.ts';
import type { ObjectName, Portal } from '../state/model.ts';
import { objectTypeOf } from '../state/object-types.ts';
import { notFound } from '../state/reply.ts';

/** Does to an account what its admins, or HubSpot, may do behind the app's back. */
export function applyStateFault(core: Core, fault: StateFault): void {
  const portal = core.state.portals.get(fault.portalId);
  if (!portal) throw notFound(`Account ${fault.portalId} does not exist`);
  switch (fault.kind) {
    case 'revoke-token':
      revoke(core, fault.portalId, fault.token);
      break;
    case 'rename-property':
      rename(portal, typeOf(fault.objectType), fault.name, fault.to);
      break;
    case 'delete-property':
      property(portal, typeOf(fault.objectType), fault.name).archived = true;
      break;
    case 'lock-deal':
      portal.lockedUntil[fault.dealId] = core.now().getTime() + fault.ms;
      break;
    case 'read-only-deal':
      portal.readOnlyDeals.push(fault.dealId);
      break;
  }
  core.changed();
}

/** Ends the effects that should not outlive the faults. */
export function liftStateFaults(core: Core): void {
  for (const portal of core.state.portals.values()) {
    portal.lockedUntil = {};
    portal.readOnlyDeals = [];
  }
}

/** One token, or all of the account. */
function revoke(core: Core, portalId: number, token: string | undefined): void {
  for (const one of [...core.state.tokens.values(), ...core.state.refreshTokens.values()])
    if (one.portalId === portalId && (token === undefined || one.token === token)) one.revoked = true;
}

/** HubSpot cannot change an internal name: admins make a new property, move the values, and archive the old one. */
function rename(portal: Portal, type: ObjectName, name: string, to: string): void {
  const old = property(portal, type, name);
  portal.properties[type].push({ ...old, name: to });
  old.archived = true;
  for (const record of portal.records.values()) {
    const value = record.properties[name];
    if (record.type !== type || value === undefined) continue;
    record.properties[to] = value;
    record.history[to] = record.history[name] ?? [];
  }
}

function property(portal: Portal, type: ObjectName, name: string) {
  const found = portal.properties[type].find((one) => one.name === name && !one.archived);
  if (!found) throw notFound(`Property '${name}' does not exist`);
  return found;
}

function typeOf(text: string): ObjectName {
  const found = objectTypeOf(text);
  if (!found) throw notFound(`Object type ${text} does not exist`);
  return found.name;
}
