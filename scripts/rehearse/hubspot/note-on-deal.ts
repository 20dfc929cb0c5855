import { ok } from '@dealdraft/wire/result.ts';
import { blocked, blockedBy, check } from '../base/outcome.ts';
import { at, listAt } from '../base/raw-call.ts';
import { defineStep } from '../parts/step.ts';
import { uploadProof } from './files.ts';
import { archive, nameOf } from '../parts/hubspot-records.ts';

const noteToDeal = 214;

export const noteOnDeal = defineStep({
  id: 'hubspot.note-on-deal',
  title: 'Note with an attachment on a deal',
  assumption:
    'A note created with association type 214 and `hs_attachment_ids` is on the deal right away, with its file.',
  matters:
    'DealDraft adds the signed document to the deal as a note, and looks for that note before it retries.',
  where: ['src/hubspot/calls/notes.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot, uploads a small private PDF, and adds a note with that PDF to the deal.',
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const { client, call, made, mark } = hubspot;
    const deal = await hubspot.deal();
    if (!deal.ok) return deal.failure;
    const file = await uploadProof(hubspot, 'note');
    if (!file.ok) return file.failure;
    const body = `${mark} note`;
    const note = await made.create({
      what: (one) => nameOf('notes', one?.id ?? null, body),
      make: async () => {
        const content = {
          body,
          timestamp: new Date(),
          attachmentIds: [file.value.id],
          dealId: deal.value.id,
        };
        const created = await client.createNote(content);
        return created.ok ? created : blocked(created.failure);
      },
      remove: ({ id }) => archive(call, 'notes', id),
      find: async () => {
        const notes = await client.findNotes(deal.value.id);
        return ok(notes.ok ? notes.value.filter((one) => one.body.includes(body)) : []);
      },
    });
    if (!note.ok) return note.failure;
    const found = await client.findNotes(deal.value.id);
    if (!found.ok) return blockedBy(found.failure);
    const onDeal = found.value.find(({ id }) => id === note.value.id);
    const types = await call({ path: `/crm/v4/objects/notes/${note.value.id}/associations/deals` });
    if (!types.ok) return types.failure;
    const typeIds = listAt(types.value.json, 'results', 0, 'associationTypes').map((type) =>
      at(type, 'typeId'),
    );
    const attached = onDeal?.attachmentIds.includes(file.value.id) === true;
    return check(
      attached && typeIds.includes(noteToDeal),
      onDeal === undefined
        ? "the note isn't among the deal's notes"
        : `file ${attached ? 'attached' : 'missing'}, association types ${typeIds.join(', ')}`,
    );
  },
});
