import type { ExtensionContext } from '../worker/protocol.ts';
import { call, query } from './client.ts';
import type {
  AssociationKind,
  BundleEntry,
  DealPage,
  DealRecord,
  Enrolment,
  Owner,
  Pipeline,
  PlainRecord,
  Portal,
  PropertyDefinition,
  PropertyRules,
  WorkflowAction,
  WorkflowValue,
} from './types.ts';

const root = '/__crm/api';
const inPortal = (portalId: number): string => `${root}/portals/${String(portalId)}`;
const list = async <Item>(path: string): Promise<Item[]> =>
  (await call<{ results: Item[] }>('GET', path)).results;

export type DealFilter = { search?: string; pipeline?: string; after?: string; limit?: number };

/** The endpoints of the sandbox's record page, one function each. */
export const crm = {
  portals: () => list<Portal>(`${root}/portals`),
  pipelines: (portalId: number) => list<Pipeline>(`${inPortal(portalId)}/pipelines`),
  propertyRules: (portalId: number) => call<PropertyRules>('GET', `${inPortal(portalId)}/property-rules`),
  setPropertyRules: (portalId: number, rules: PropertyRules) =>
    call<PropertyRules>('PUT', `${inPortal(portalId)}/property-rules`, rules),
  dealProperties: (portalId: number) => list<PropertyDefinition>(`${inPortal(portalId)}/deal-properties`),
  owners: (portalId: number) => list<Owner>(`${inPortal(portalId)}/owners`),
  deals: (portalId: number, filter: DealFilter) =>
    call<DealPage>('GET', `${inPortal(portalId)}/deals${query(filter)}`),
  deal: (portalId: number, dealId: string) =>
    call<DealRecord>('GET', `${inPortal(portalId)}/deals/${dealId}`),
  editDeal: (
    portalId: number,
    dealId: string,
    edit: { userId: number; properties: Record<string, string> },
  ) => call<PlainRecord>('PATCH', `${inPortal(portalId)}/deals/${dealId}`, edit),
  createDeal: (portalId: number, deal: { userId: number; properties: Record<string, string> }) =>
    call<PlainRecord>('POST', `${inPortal(portalId)}/deals`, deal),
  editRecord: (
    portalId: number,
    at: { objectType: string; id: string },
    edit: { userId: number; properties: Record<string, string> },
  ) => call<PlainRecord>('PATCH', `${inPortal(portalId)}/records/${at.objectType}/${at.id}`, edit),
  createRecord: (
    portalId: number,
    objectType: string,
    record: { userId: number; properties: Record<string, string>; dealId?: string },
  ) => call<PlainRecord>('POST', `${inPortal(portalId)}/records/${objectType}`, record),
  deleteRecord: (portalId: number, objectType: string, id: string) =>
    call<undefined>('DELETE', `${inPortal(portalId)}/records/${objectType}/${id}`),
  mergeRecords: (
    portalId: number,
    objectType: string,
    merge: { userId: number; primaryObjectId: string; objectIdToMerge: string },
  ) => call<PlainRecord>('POST', `${inPortal(portalId)}/records/${objectType}/merge`, merge),
  searchRecords: (portalId: number, objectType: string, search: string) =>
    list<{ id: string; name: string }>(
      `${inPortal(portalId)}/records/${objectType}${query({ search, limit: 20 })}`,
    ),
  labels: (portalId: number, objectType: string) =>
    list<AssociationKind>(`${inPortal(portalId)}/labels/${objectType}`),
  associate: (portalId: number, at: AssociationAddress, typeIds: number[]) =>
    call<unknown>('PUT', associationPath(portalId, at), { typeIds }),
  dissociate: (portalId: number, at: AssociationAddress, typeIds?: number[]) =>
    call<undefined>('DELETE', associationPath(portalId, at), typeIds === undefined ? {} : { typeIds }),
  fileUrl: (portalId: number, fileId: string) => `${inPortal(portalId)}/files/${fileId}/content`,
  workflows: (portalId: number) =>
    call<{ results: Enrolment[]; actions: WorkflowAction[] }>('GET', `${inPortal(portalId)}/workflows`),
  enrol: (
    portalId: number,
    wish: { dealId: string; actionUrl: string; inputFields: Record<string, WorkflowValue> },
  ) => call<Enrolment>('POST', `${inPortal(portalId)}/workflows/enrol`, wish),
  workflowOptions: (portalId: number, wish: Record<string, unknown>) =>
    call<{ status: number; body: unknown }>('POST', `${inPortal(portalId)}/workflows/options`, wish),
  context: (at: { portalId: number; userId: number; dealId?: string; location: string }) =>
    call<ExtensionContext>('GET', `${root}/context${query(at)}`),
  properties: (at: RecordAddress, properties: string[] | '*') =>
    call<{ properties: Record<string, string | null> }>('POST', `${root}/crm-properties`, {
      ...at,
      properties,
    }),
  proxy: (wish: Record<string, unknown>) =>
    call<{ status: number; body: string; headers?: Record<string, string> }>(
      'POST',
      '/__sandbox/proxy',
      wish,
    ),
  bundles: () => call<{ bundles: BundleEntry[] }>('GET', '/bundles/bundles.json'),
};

export type RecordAddress = { portalId: number; objectTypeId: string; objectId: string | number };
export type AssociationAddress = { dealId: string; objectType: string; toId: string };
const associationPath = (portalId: number, at: AssociationAddress): string =>
  `${inPortal(portalId)}/deals/${at.dealId}/associations/${at.objectType}/${at.toId}`;
