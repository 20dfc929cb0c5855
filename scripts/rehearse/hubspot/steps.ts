import type { Step } from '../parts/step.ts';
import { associationBatch, associationIds, associationsBurst } from './associations.ts';
import { paths202603, paths202609 } from './dated-paths.ts';
import { fileNameTaken, filesStat } from './files.ts';
import { mergeAssociations, mergeContacts, mergeDeals } from './merge.ts';
import { noteOnDeal } from './note-on-deal.ts';
import { datedOAuth, deadGrant, introspection, introspectionListed, revocation } from './oauth.ts';
import { searchContainsToken, searchQuery } from './search.ts';
import { mergeWebhook, ownWrites, webhookSignature } from './webhooks.ts';
import { batchUpdate, requiredProperties, stageHistory } from './writes.ts';

/** In the order in which they run: what only reads comes first, and the burst last, for it uses up the limit. */
export const hubspotSteps: readonly Step[] = [
  deadGrant,
  introspection,
  introspectionListed,
  datedOAuth,
  paths202603,
  paths202609,
  associationIds,
  associationBatch,
  filesStat,
  fileNameTaken,
  noteOnDeal,
  searchContainsToken,
  searchQuery,
  batchUpdate,
  stageHistory,
  requiredProperties,
  mergeDeals,
  mergeContacts,
  mergeAssociations,
  webhookSignature,
  ownWrites,
  mergeWebhook,
  associationsBurst,
  revocation,
];
