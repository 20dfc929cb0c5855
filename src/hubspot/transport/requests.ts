import * as associations from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import { BasicApiRequestFactory as AssociationRequests } from '@hubspot/api-client/lib/codegen/crm/associations/v4/apis/BasicApi.js';
import * as associationSchema from '@hubspot/api-client/lib/codegen/crm/associations/v4/schema/index.js';
import { DefinitionsApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/associations/v4/schema/apis/DefinitionsApi.js';
import * as actions from '@hubspot/api-client/lib/codegen/automation/actions/index.js';
import { CallbacksApiRequestFactory } from '@hubspot/api-client/lib/codegen/automation/actions/apis/CallbacksApi.js';
import * as files from '@hubspot/api-client/lib/codegen/files/index.js';
import { FilesApiRequestFactory } from '@hubspot/api-client/lib/codegen/files/apis/FilesApi.js';
import * as objects from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { BasicApiRequestFactory as ObjectRequests } from '@hubspot/api-client/lib/codegen/crm/objects/apis/BasicApi.js';
import { BatchApiRequestFactory as ObjectBatchRequests } from '@hubspot/api-client/lib/codegen/crm/objects/apis/BatchApi.js';
import * as owners from '@hubspot/api-client/lib/codegen/crm/owners/index.js';
import { OwnersApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/owners/apis/OwnersApi.js';
import * as pipelines from '@hubspot/api-client/lib/codegen/crm/pipelines/index.js';
import { PipelinesApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/pipelines/apis/PipelinesApi.js';
import * as properties from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { CoreApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/properties/apis/CoreApi.js';
import { GroupsApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/properties/apis/GroupsApi.js';

/** What the transport needs of a request, whichever package of the client built it. */
export type BuiltRequest = {
  getUrl(): string;
  getHttpMethod(): string;
  getHeaders(): Record<string, string>;
  getBody(): unknown;
};

/**
 * HubSpot's official client as a builder of requests: its generated factories know each path, query and body.
 * Sending is ours (transport.ts). The client's own sending was tried and left: it calls the global fetch without a
 * signal, so a call cannot be given a time limit; it drops the signal, the size limit and the raw answer that a
 * strict reader needs; and its rate limiter is one per process, not one per account.
 */
export const createRequests = (basePath: string) => {
  const path = basePath.replace(/\/+$/, '');
  const objectsAt = objects.createConfiguration({ baseServer: new objects.ServerConfiguration(path, {}) });
  const associationsAt = associations.createConfiguration({
    baseServer: new associations.ServerConfiguration(path, {}),
  });
  const schemaAt = associationSchema.createConfiguration({
    baseServer: new associationSchema.ServerConfiguration(path, {}),
  });
  const ownersAt = owners.createConfiguration({ baseServer: new owners.ServerConfiguration(path, {}) });
  const pipelinesAt = pipelines.createConfiguration({
    baseServer: new pipelines.ServerConfiguration(path, {}),
  });
  const propertiesAt = properties.createConfiguration({
    baseServer: new properties.ServerConfiguration(path, {}),
  });
  const filesAt = files.createConfiguration({ baseServer: new files.ServerConfiguration(path, {}) });
  const actionsAt = actions.createConfiguration({ baseServer: new actions.ServerConfiguration(path, {}) });
  return {
    objects: new ObjectRequests(objectsAt),
    objectBatches: new ObjectBatchRequests(objectsAt),
    associations: new AssociationRequests(associationsAt),
    associationLabels: new DefinitionsApiRequestFactory(schemaAt),
    owners: new OwnersApiRequestFactory(ownersAt),
    pipelines: new PipelinesApiRequestFactory(pipelinesAt),
    properties: new CoreApiRequestFactory(propertiesAt),
    propertyGroups: new GroupsApiRequestFactory(propertiesAt),
    files: new FilesApiRequestFactory(filesAt),
    callbacks: new CallbacksApiRequestFactory(actionsAt),
    /** For endpoints the client lacks or types too narrowly. */
    plain: (
      method: 'GET' | 'POST' | 'DELETE',
      at: string,
      content?: { type: string; body: unknown },
    ): BuiltRequest => ({
      getUrl: () => path + at,
      getHttpMethod: () => method,
      getHeaders: () => ({
        accept: 'application/json',
        ...(content === undefined ? {} : { 'content-type': content.type }),
      }),
      getBody: () => content?.body,
    }),
  };
};

export type Requests = ReturnType<typeof createRequests>;
