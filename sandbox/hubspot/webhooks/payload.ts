import type { Core, CrmEvent } from '../state/core.ts';
import type { CrmRecord, Portal, Subscription } from '../state/model.ts';
import { objectType, objectTypeOf } from '../state/object-types.ts';
import { appId } from '../state/accounts.ts';

type Payload = Record<string, unknown>;

/** HubSpot announces every change but these. */
const silent = new Set(['hs_lastmodifieddate', 'lastmodifieddate', 'num_unique_conversion_events']);

/** The object type and the action that a subscription names, in either of its two forms. */
function wanted({ subscriptionType, objectType: named }: Subscription): {
  type: string | undefined;
  action: string;
  generic: boolean;
} {
  const [prefix = '', action = ''] = subscriptionType.split('.');
  const generic = prefix === 'object';
  return { type: objectTypeOf(generic ? (named ?? '') : prefix)?.name, action, generic };
}

/** What a subscription says of an event, or nothing when it does not want it. */
export function payloadOf(
  core: Core,
  { portal, event, source }: { portal: Portal; event: CrmEvent; source: { type: string; id: string | null } },
  subscription: Subscription,
): Payload | undefined {
  const { type, action, generic } = wanted(subscription);
  if (!subscription.active || action !== event.kind || type === undefined) return undefined;
  const detail =
    event.kind === 'associationChange'
      ? associationDetail(portal, event, type)
      : recordDetail(event, type, subscription);
  if (detail === undefined) return undefined;
  const { subject, ...rest } = detail;
  return {
    eventId: core.random.below(2 ** 31),
    subscriptionId: subscription.id,
    portalId: portal.portalId,
    appId,
    occurredAt: core.now().getTime(),
    subscriptionType: subscription.subscriptionType,
    attemptNumber: 0,
    changeSource: source.type,
    ...(source.id === null ? {} : { sourceId: source.id }),
    ...(generic ? { objectTypeId: objectType(subject.type).typeId, isSensitive: false } : {}),
    ...rest,
  };
}

type Detail = Payload & { subject: CrmRecord };

const flags = {
  creation: 'CREATED',
  deletion: 'DELETED',
  privacyDeletion: 'DELETED',
  restore: 'RESTORED',
} as const;

function recordDetail(
  event: Exclude<CrmEvent, { kind: 'associationChange' }>,
  type: string,
  subscription: Subscription,
): Detail | undefined {
  const { record: subject } = event;
  if (subject.type !== type) return undefined;
  const objectId = Number(subject.id);
  switch (event.kind) {
    case 'propertyChange': {
      const { propertyName, propertyValue } = event;
      if (propertyName !== subscription.propertyName || silent.has(propertyName)) return undefined;
      return { subject, objectId, propertyName, propertyValue };
    }
    case 'merge':
      return {
        subject,
        objectId,
        primaryObjectId: Number(event.primaryId),
        mergedObjectIds: event.mergedIds.map(Number),
        newObjectId: objectId,
        numberOfPropertiesMoved: event.propertiesMoved,
        changeFlag: 'MERGED',
      };
    default:
      return { subject, objectId, changeFlag: flags[event.kind] };
  }
}

/** Told from the side of the subscribed type: for deals `DEAL_TO_COMPANY`, whichever end was written. */
function associationDetail(
  portal: Portal,
  event: Extract<CrmEvent, { kind: 'associationChange' }>,
  type: string,
): Detail | undefined {
  const common = { associationRemoved: event.removed, isPrimaryAssociation: event.primary };
  const ends = (from: CrmRecord, to: CrmRecord, [name, typeId]: [string, number]): Detail => ({
    subject: from,
    associationType: name,
    associationTypeId: typeId,
    associationCategory: event.associationCategory,
    fromObjectId: Number(from.id),
    fromObjectTypeId: objectType(from.type).typeId,
    toObjectId: Number(to.id),
    toObjectTypeId: objectType(to.type).typeId,
    ...common,
  });
  if (event.record.type === type)
    return ends(event.record, event.to, [event.associationType, event.associationTypeId]);
  if (event.to.type !== type) return undefined;
  const written = portal.associationTypes.find(
    (one) => one.typeId === event.associationTypeId && one.from === event.record.type,
  );
  const turned = portal.associationTypes.find(
    (one) => one.typeId === written?.inverse && one.from === event.to.type,
  );
  return ends(event.to, event.record, [(turned?.name ?? '').toUpperCase(), turned?.typeId ?? 0]);
}
