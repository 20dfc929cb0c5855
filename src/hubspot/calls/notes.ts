import type { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { createAssociations } from './associations.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { idSchema } from './records.ts';
import type { createRecords } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

export type NewNote = {
  body: string;
  timestamp: Date | string;
  ownerId?: string | null;
  attachmentIds: readonly string[];
  dealId: string;
};
export type DealNote = { id: string; body: string; timestamp: string | null; attachmentIds: string[] };

/** HubSpot's type for "note of a deal" (https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide). */
const noteToDeal = 214;
const created = z.object({ id: idSchema });

type Reads = ReturnType<typeof createAssociations> & ReturnType<typeof createRecords>;

export const createNotes = ({
  transport,
  requests,
  reads,
}: {
  transport: Transport;
  requests: Requests;
  reads: Reads;
}) => ({
  /** Puts a note with attachments on a deal. HubSpot has no key against repetition: ask `findNotes` before a second try. */
  createNote: async (note: NewNote): Promise<Result<{ id: string }, HubSpotFailure>> => {
    const { body, timestamp, ownerId, attachmentIds, dealId } = note;
    const properties = {
      hs_timestamp: typeof timestamp === 'string' ? timestamp : timestamp.toISOString(),
      hs_note_body: body,
      ...(attachmentIds.length === 0 ? {} : { hs_attachment_ids: attachmentIds.join(';') }),
      ...(ownerId == null ? {} : { hubspot_owner_id: ownerId }),
    };
    const category = 'HUBSPOT_DEFINED' as AssociationSpecAssociationCategoryEnum;
    const types = [{ associationCategory: category, associationTypeId: noteToDeal }];
    const request = requests.objects.create('notes', {
      properties,
      associations: [{ to: { id: dealId }, types }],
    });
    const answer = await transport.send({
      operation: 'createNote',
      effect: 'write',
      request,
      schema: created,
    });
    return answer.ok ? ok(answer.value.value) : answer;
  },

  /** All notes of a deal with what is attached to them. */
  findNotes: async (dealId: string): Promise<Result<DealNote[], HubSpotFailure>> => {
    const listed = await reads.getAssociations(dealId, 'notes');
    if (!listed.ok) return listed;
    const associated = listed.value.length > 0 ? listed : await ofMergedDeal(reads, dealId);
    if (!associated.ok) return associated;
    const ids = associated.value.map(({ toId }) => toId);
    const read = await reads.readBatch('notes', ids, ['hs_note_body', 'hs_attachment_ids', 'hs_timestamp']);
    if (!read.ok) return read;
    return ok(
      read.value.records.map(({ id, properties }) => ({
        id,
        body: properties['hs_note_body'] ?? '',
        timestamp: properties['hs_timestamp'] ?? null,
        attachmentIds: (properties['hs_attachment_ids'] ?? '').split(';').filter(Boolean),
      })),
    );
  },
});

/** The list of a deal that was merged is empty under its old id, though a note can be put there: it's on the new deal. */
const ofMergedDeal = async (reads: Reads, dealId: string): ReturnType<Reads['getAssociations']> => {
  const deal = await reads.getDeal(dealId, ['dealname']);
  if (!deal.ok) return deal.failure.kind === 'not_found' ? ok([]) : deal;
  return deal.value.id === dealId ? ok([]) : reads.getAssociations(deal.value.id, 'notes');
};
