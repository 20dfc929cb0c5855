import type { Owner, Pipeline, Stage } from '../state/model.ts';
import { empty, invalid, json, notFound } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { endpoint, limitParam, pageOf, typeParam } from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';

const seeded = { createdAt: '2024-01-15T09:00:00.000Z', updatedAt: '2024-01-15T09:00:00.000Z' };
const shownStage = (stage: Stage) => ({
  ...stage,
  ...seeded,
  writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
});
const shownPipeline = (pipeline: Pipeline) => ({
  ...pipeline,
  ...seeded,
  stages: pipeline.stages.map(shownStage),
});

function pipelinesOf({ portal, params }: Call): Pipeline[] {
  if (typeParam(params) !== 'deals') throw invalid(`Object type ${typeParam(params)} has no pipelines.`);
  return portal.pipelines;
}

const getPipeline = (call: Call): Reply => {
  const found = pipelinesOf(call).find((one) => one.id === call.params['id']);
  if (!found) throw notFound(`Pipeline ${call.params['id']} does not exist`);
  return json(200, shownPipeline(found));
};

const shownOwner = ({ userId, ...owner }: Owner) => ({
  ...owner,
  type: 'PERSON',
  // One who is no user any more keeps only the second.
  ...(userId === null ? {} : { userId, userIdIncludingInactive: userId }),
  teams: [],
});

const listOwners = ({ portal, query }: Call): Reply => {
  const email = query.get('email')?.toLowerCase();
  const archived = query.get('archived') === 'true';
  const found = portal.owners.filter(
    (one) => one.archived === archived && (email === undefined || one.email.toLowerCase() === email),
  );
  return json(200, pageOf(found.map(shownOwner), query.get('after'), limitParam(query, 100, 500)));
};

const getOwner = ({ portal, params, query }: Call): Reply => {
  const id = params['id'] ?? '';
  const archived = query.get('archived') === 'true';
  const byUser = query.get('idProperty') === 'userId';
  const found = portal.owners.find(
    (one) => one.archived === archived && (byUser ? String(one.userId) : one.id) === id,
  );
  if (!found) throw notFound(`Owner ${id} does not exist`, { id: [id] });
  return json(200, shownOwner(found));
};

const details = ({ portal }: Call): Reply =>
  json(200, {
    portalId: portal.portalId,
    accountType: 'STANDARD',
    timeZone: portal.timeZone,
    companyCurrency: portal.currency,
    additionalCurrencies: portal.additionalCurrencies,
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: 'app-eu1.hubspot.com',
    dataHostingLocation: portal.dataHostingLocation,
  });

/** The app takes itself off the account: its tokens end at once. */
const uninstall = ({ core, portal }: Call): Reply => {
  portal.installed = false;
  for (const token of [...core.state.tokens.values(), ...core.state.refreshTokens.values()])
    if (token.portalId === portal.portalId) token.revoked = true;
  core.changed();
  return empty(204);
};

export const accountEndpoints: Endpoint[] = [
  endpoint('GET /crm/v3/pipelines/{type}', ['crm.objects.deals.read'], (call) =>
    json(200, { results: pipelinesOf(call).map(shownPipeline) }),
  ),
  endpoint('GET /crm/v3/pipelines/{type}/{id}', ['crm.objects.deals.read'], getPipeline),
  endpoint('GET /crm/v3/owners', ['crm.objects.owners.read'], listOwners),
  endpoint('GET /crm/v3/owners/', ['crm.objects.owners.read'], listOwners),
  endpoint('GET /crm/v3/owners/{id}', ['crm.objects.owners.read'], getOwner),
  endpoint('GET /account-info/v3/details', ['oauth'], details),
  endpoint('DELETE /appinstalls/v3/external-install', ['oauth'], uninstall),
];
