import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { gone } from '../base/made.ts';
import { blocked, check, doesNotHold, type Outcome } from '../base/outcome.ts';
import { defineStep } from '../parts/step.ts';
import type { HubSpotSide } from '../parts/hubspot-side.ts';

const folderPath = '/dealdraft-rehearsal';

/** The smallest file that is a PDF. */
const content = Buffer.from(
  '%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

/** A private file that is deleted at the end. HubSpot keeps the folder, which is empty then. */
export function uploadProof(
  { client, call, made, mark }: HubSpotSide,
  words: string,
): Promise<Result<{ id: string; name: string }, Outcome>> {
  const name = `${`${mark} ${words}`.replaceAll(/[^A-Za-z0-9]+/g, '-')}.pdf`;
  return made.create({
    what: (file) => `HubSpot file${file === null ? '' : ` ${file.id}`} ${folderPath}/${name}`,
    make: async () => {
      const file = await client.uploadFile({
        name,
        folderPath,
        content,
        contentType: 'application/pdf',
        access: 'PRIVATE',
      });
      return file.ok ? ok({ id: file.value.id, name }) : blocked(file.failure);
    },
    remove: async ({ id }) => {
      const answer = await call({ method: 'DELETE', path: `/files/v3/files/${id}`, takes: [404] });
      return answer.ok ? gone : fail('why' in answer.failure ? answer.failure.why : "it wasn't removed");
    },
    find: async () => {
      const found = await client.findFile({ folderPath, name });
      if (!found.ok) return fail(found.failure.text.admin);
      return ok(found.value === null ? [] : [{ id: found.value.id, name }]);
    },
  });
}

export const filesStat = defineStep({
  id: 'hubspot.files-stat',
  title: 'Finding a file by path',
  assumption:
    '`GET /files/v3/files/stat/{path}` finds a newly uploaded file when the slashes in its path are encoded as `%2F`.',
  matters:
    'Before it retries the upload of a signed document, DealDraft checks this way whether the first attempt arrived.',
  where: ['src/hubspot/calls/files.ts'],
  writes: true,
  does: "Uploads a small private PDF to HubSpot's file manager.",
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const file = await uploadProof(hubspot, 'stat');
    if (!file.ok) return file.failure;
    const { id, name } = file.value;
    const statuses: string[] = [];
    for (const path of [
      encodeURIComponent(`dealdraft-rehearsal/${name}`),
      `dealdraft-rehearsal/${encodeURIComponent(name)}`,
    ]) {
      const answer = await hubspot.call({ path: `/files/v3/files/stat/${path}`, takes: [400, 404] });
      if (!answer.ok) return answer.failure;
      statuses.push(String(answer.value.status));
    }
    const found = await hubspot.client.findFile({ folderPath, name });
    const seen = `${statuses[0] ?? ''} with %2F, ${statuses[1] ?? ''} with plain slashes`;
    if (!found.ok) return doesNotHold(`${seen}; DealDraft couldn't read the response: ${found.failure.kind}`);
    return check(found.value?.id === id, seen);
  },
});

export const fileNameTaken = defineStep({
  id: 'hubspot.file-name-taken',
  title: 'Uploading to an existing path',
  assumption: 'A second upload to the same path creates a second file and leaves the first one alone.',
  matters: 'Two signed documents with the same name must never overwrite each other.',
  where: ['src/hubspot/calls/files.ts'],
  writes: true,
  does: "Uploads the same small private PDF to HubSpot's file manager twice.",
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const first = await uploadProof(hubspot, 'twice');
    if (!first.ok) return first.failure;
    const second = await uploadProof(hubspot, 'twice');
    if (!second.ok) return second.failure;
    const kept = await hubspot.call({ path: `/files/v3/files/${first.value.id}`, takes: [404] });
    if (!kept.ok) return kept.failure;
    const own = first.value.id !== second.value.id;
    const stays = kept.value.status === 200;
    return check(
      own && stays,
      `${own ? 'the second upload has its own ID' : 'both uploads have the same ID'}, the first is ${stays ? 'still there' : 'gone'}`,
    );
  },
});
