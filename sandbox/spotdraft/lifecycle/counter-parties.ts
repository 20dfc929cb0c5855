import type { Core } from '../state/core.ts';
import type { ContractParty, CounterParty, User, Workspace } from '../state/model.ts';
import type { JsonObject } from '../state/json.ts';
import { nextNumber } from '../state/core.ts';
import type { Activity } from '../webhooks/activities.ts';

/** The workspace's record of a counterparty, made or completed on the way. Names are unique within a workspace. */
export function registerCounterParty(
  core: Core,
  workspace: Workspace,
  user: User,
  party: Omit<ContractParty, 'counterPartyId'>,
): CounterParty {
  let known = workspace.counterParties.find(
    (one) => one.name === party.name && one.isIndividual === party.isIndividual,
  );
  if (!known) {
    known = {
      id: nextNumber(core.state, 'counter-party'),
      name: party.name,
      isIndividual: party.isIndividual,
      contacts: [],
    };
    const address = addressOf(core, party.details);
    if (address) known.address = address;
    workspace.counterParties.push(known);
    announce(core, workspace, user, known, 'COUNTER_PARTY_CREATED');
  }
  if (!known.contacts.some((contact) => contact.email === party.contact.email)) {
    known.contacts.push({ id: nextNumber(core.state, 'contact'), ...party.contact });
    announce(core, workspace, user, known, 'COUNTER_PARTY_CONTACT_CREATED');
  }
  return known;
}

function addressOf(core: Core, details: JsonObject | null): CounterParty['address'] {
  const address = details?.['address'];
  if (typeof address !== 'object' || address === null || Array.isArray(address)) return undefined;
  const text = (key: string): string => (typeof address[key] === 'string' ? address[key] : '');
  return {
    id: nextNumber(core.state, 'address'),
    lineOne: text('line_one'),
    city: text('city'),
    state: text('state'),
    zipcode: text('zipcode'),
    country: text('country') || text('country_iso_code'),
  };
}

/** No sample of these events is published; they belong to no contract, so they carry no contract fields. */
function announce(
  core: Core,
  workspace: Workspace,
  user: User,
  party: CounterParty,
  activity: Activity,
): void {
  core.dispatcher.publish(workspace, activity, {
    counterparty: { id: party.id, name: party.name, is_individual: party.isIndividual },
    activity_data: { performed_by: { name: user.name, email: user.email }, timestamp: core.clock.stamp() },
    activity,
  });
}
