import type { Step } from '../parts/step.ts';
import { create, createdBy, idForm, keyPointers, notesForm, readBack, voiding } from './contract.ts';
import { downloadFormat, downloadLinkDelay, executedDownload } from './documents.ts';
import { externalLookUp, listFilters, metadataReplaced } from './external-metadata.ts';
import {
  badCredentials,
  hmacKey,
  rateLimit,
  slashes,
  statusNames,
  templateMetadata,
  webhookList,
} from './reads.ts';
import { createRefusal, executedUpload } from './refusals.ts';
import { markForSignature, sendFormats, signatureEvents } from './sending.ts';
import {
  readAfterWebhook,
  webhookPayload,
  webhookRegistration,
  webhookRepeat,
  webhookSignature,
} from './webhooks.ts';

/** In the order in which they run: most that only reads comes first, and the burst last. */
export const spotdraftSteps: readonly Step[] = [
  badCredentials,
  slashes,
  templateMetadata,
  webhookList,
  hmacKey,
  executedDownload,
  createRefusal,
  executedUpload,
  create,
  readBack,
  idForm,
  createdBy,
  externalLookUp,
  metadataReplaced,
  listFilters,
  keyPointers,
  notesForm,
  downloadLinkDelay,
  downloadFormat,
  sendFormats,
  markForSignature,
  voiding,
  statusNames,
  webhookRegistration,
  webhookSignature,
  webhookPayload,
  webhookRepeat,
  readAfterWebhook,
  signatureEvents,
  rateLimit,
];
