import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { multipart } from '../transport/multipart.ts';
import { idSchema } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

export type FileUpload = {
  name: string;
  folderPath: string;
  content: Buffer | Readable;
  contentType: string;
  access: 'PRIVATE';
};
export type StoredFile = { id: string; url: string | null };

const file = z
  .object({ id: idSchema, url: z.string().nullish() })
  .transform(({ id, url }): StoredFile => ({ id, url: url ?? null }));
const stat = z.object({ file: file.nullish() });
export const createFiles = (transport: Transport, requests: Requests) => ({
  /**
   * Uploads a file that only people and apps of the account can open. A name that is taken gets a suffix from HubSpot,
   * so look with `findFile` before a second try. A stream is sent as it comes.
   */
  uploadFile: async (upload: FileUpload): Promise<Result<StoredFile, HubSpotFailure>> => {
    const { name, folderPath, content, contentType, access } = upload;
    const fields = { fileName: name, folderPath, options: JSON.stringify({ access }) };
    const request = requests.plain(
      'POST',
      '/files/v3/files',
      multipart(fields, { field: 'file', name, contentType, content }),
    );
    const call = {
      operation: 'uploadFile',
      effect: 'write',
      request,
      schema: file,
      timeoutMs: 60_000,
    } as const;
    const answer = await transport.send(call);
    return answer.ok ? ok(answer.value.value) : answer;
  },

  /** The file at a path, or null. Asks by path, for the search of files knows a new file only minutes later. */
  findFile: async ({
    folderPath,
    name,
  }: {
    folderPath: string;
    name: string;
  }): Promise<Result<StoredFile | null, HubSpotFailure>> => {
    const path = [...folderPath.split('/'), name].filter(Boolean).join('/');
    const request = requests.files.getMetadata(path);
    const answer = await transport.send({ operation: 'findFile', effect: 'read', request, schema: stat });
    if (answer.ok) return ok(answer.value.value.file ?? null);
    return answer.failure.kind === 'not_found' ? ok(null) : answer;
  },
});
