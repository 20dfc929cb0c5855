import { northwindPortalId, userIds } from '../../sandbox/hubspot/state/accounts.ts';
import type { CardErrorCode, DealView, Envelope } from '@dealdraft/wire/card.ts';
import { CanNotGoOn } from './can-not-go-on.ts';
import type { DemoSystem } from './system.ts';

const portalId = northwindPortalId;
/** Ben sells; the others are asked when somebody limited what he may do. */
const people = [userIds.ben, userIds.ada, userIds.chiara];
const faults: CardErrorCode[] = ['invalid', 'unexpected'];

export type Seller = {
  firstName: string;
  /** A call as the card makes it, through HubSpot's signing proxy. */
  call: <Data>(method: 'GET' | 'POST', path: string, body?: Record<string, unknown>) => Promise<Data>;
};

const sellerWith = (system: DemoSystem, userId: number): Seller => ({
  firstName:
    system.hubspot.control.portal(portalId).users.find(({ id }) => id === userId)?.firstName ?? 'Somebody',
  call: async <Data>(method: 'GET' | 'POST', path: string, body?: Record<string, unknown>): Promise<Data> => {
    const answer = await system.hubspot.control.callCard({
      portalId,
      userId,
      method,
      path,
      ...(body === undefined ? {} : { body }),
    });
    const envelope = answer.body as Envelope<Data>;
    if (answer.status === 200 && envelope.ok) return envelope.data;
    if (answer.status === 200 && !envelope.ok && !faults.includes(envelope.error.code))
      throw new CanNotGoOn(envelope.error.message);
    throw new Error(`${method} ${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  },
});

/** The first who may create and send contracts on this deal. */
export async function findSeller(system: DemoSystem, dealId: string): Promise<Seller> {
  for (const userId of people) {
    const seller = sellerWith(system, userId);
    const { connection, permissions } = await seller.call<DealView>('GET', `/api/card/deals/${dealId}`);
    if (connection.state === 'not_connected')
      throw new CanNotGoOn(connection.message ?? 'SpotDraft is not connected.');
    if (permissions.generate && permissions.act) return seller;
  }
  throw new CanNotGoOn('The settings let none of the demo’s people create and send contracts.');
}
