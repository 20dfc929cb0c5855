import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Core } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import type { Portal, StoredFile } from '../state/model.ts';
import { empty, invalid, json, notFound } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { appClientSecret } from '../state/accounts.ts';
import { endpoint, limitParam, pageOf } from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';

const optionsSchema = z.object({
  access: z.enum([
    'PUBLIC_INDEXABLE',
    'PUBLIC_NOT_INDEXABLE',
    'HIDDEN_INDEXABLE',
    'HIDDEN_NOT_INDEXABLE',
    'HIDDEN_PRIVATE',
    'HIDDEN_SENSITIVE',
    'PRIVATE',
    'SENSITIVE',
  ]),
  overwrite: z.boolean().default(false),
});

const hourSeconds = 3600;

const pathOf = ({ folderPath, name, extension }: StoredFile): string =>
  `${folderPath}/${name}${extension === '' ? '' : `.${extension}`}`;
export const fileName = ({ name, extension }: StoredFile): string =>
  extension === '' ? name : `${name}.${extension}`;

const typeOf = (contentType: string): string =>
  contentType.startsWith('image/') ? 'IMG' : /pdf|text|word|sheet/.test(contentType) ? 'DOCUMENT' : 'OTHER';

const shown = (core: Core, portal: Portal, file: StoredFile) => ({
  id: file.id,
  name: file.name,
  extension: file.extension,
  path: pathOf(file),
  access: file.access,
  size: file.size,
  type: typeOf(file.contentType),
  encoding: file.contentType.startsWith('text/') ? 'utf-8' : 'binary',
  archived: false,
  createdAt: file.createdAt,
  updatedAt: file.createdAt,
  // The address of a private file opens nothing by itself.
  url: `${core.origin()}/filemanager/${portal.portalId}/${file.id}`,
  defaultHostingUrl: `${core.origin()}/filemanager/${portal.portalId}/${file.id}`,
  isUsableInContent: false,
});

const upload = async ({ core, portal, rawBody, contentType }: Call): Promise<Reply> => {
  const form = await readForm(rawBody, contentType);
  const file = form.get('file');
  if (!(file instanceof File))
    throw invalid('The request needs a part named "file".', {
      errors: [{ message: 'file is missing', in: 'file' }],
    });
  const text = (name: string): string | null => {
    const value = form.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const folder = text('folderPath') ?? text('folderId');
  if (folder === null) throw invalid('Either folderId or folderPath is needed.');
  const { access, overwrite } = readOptions(text('options'));
  const whole = text('fileName') ?? file.name;
  const dot = whole.lastIndexOf('.');
  const stored: StoredFile = {
    id: String(nextNumber(core.state, 'file', 190_000_000_000)),
    name: dot > 0 ? whole.slice(0, dot) : whole,
    extension: dot > 0 ? whole.slice(dot + 1) : '',
    folderPath: `/${folder.split('/').filter(Boolean).join('/')}`,
    contentType: file.type || 'application/octet-stream',
    access,
    size: file.size,
    bytes: new Uint8Array(await file.arrayBuffer()),
    createdAt: core.now().toISOString(),
  };
  const same = [...portal.files.values()].find((one) => pathOf(one) === pathOf(stored));
  if (same && overwrite) stored.id = same.id;
  else stored.name = freeName(portal, stored);
  portal.files.set(stored.id, stored);
  core.changed();
  return json(201, shown(core, portal, stored));
};

/** A taken name gets a number, as HubSpot does when nothing else was asked for. */
function freeName(portal: Portal, file: StoredFile): string {
  const taken = new Set([...portal.files.values()].map(pathOf));
  for (let number = 0; ; number += 1) {
    const name = number === 0 ? file.name : `${file.name}-${number}`;
    if (!taken.has(pathOf({ ...file, name }))) return name;
  }
}

async function readForm(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw invalid('The body is not multipart/form-data.');
  }
}

function readOptions(text: string | null): z.infer<typeof optionsSchema> {
  try {
    return optionsSchema.parse(JSON.parse(text ?? ''));
  } catch {
    throw invalid('options must be JSON with a valid "access".', {
      errors: [{ message: 'options is missing or not valid', in: 'options' }],
    });
  }
}

function require({ portal, params }: Call): StoredFile {
  const id = params['id'] ?? '';
  const found = portal.files.get(id);
  if (!found) throw notFound(`File ${id} does not exist`, { id: [id] });
  return found;
}

const search = ({ core, portal, query }: Call): Reply => {
  const name = query.get('name');
  const path = query.get('path');
  const found = [...portal.files.values()].filter(
    (one) =>
      (name === null || fileName(one) === name || one.name === name) &&
      (path === null || pathOf(one).startsWith(path)),
  );
  return json(
    200,
    pageOf(
      found.map((one) => shown(core, portal, one)),
      query.get('after'),
      limitParam(query, 20, 100),
    ),
  );
};

const stat = ({ core, portal, params }: Call): Reply => {
  const wanted = `/${(params['path'] ?? '').split('/').filter(Boolean).join('/')}`;
  const found = [...portal.files.values()].find((one) => pathOf(one) === wanted);
  if (!found) throw notFound(`No file or folder at ${wanted}`);
  return json(200, { file: shown(core, portal, found) });
};

const signedUrl = (call: Call): Reply => {
  const file = require(call);
  const seconds = Number(call.query.get('expirationSeconds') ?? hourSeconds);
  const expires = call.core.now().getTime() + seconds * 1000;
  const url = `${call.core.origin()}/filemanager/signed/${call.portal.portalId}/${file.id}?expires=${expires}&signature=${signLink(call.portal.portalId, file.id, String(expires))}`;
  return json(200, {
    url,
    expiresAt: new Date(expires).toISOString(),
    name: file.name,
    extension: file.extension,
    size: file.size,
    type: typeOf(file.contentType),
  });
};

const signLink = (portalId: number, fileId: string, expires: string): string =>
  createHmac('sha256', appClientSecret).update(`${portalId}/${fileId}/${expires}`).digest('hex');

/** The bytes behind a signed link, while it is good. */
export function openSignedLink(core: Core, portalId: number, fileId: string, query: URLSearchParams): Reply {
  const expires = query.get('expires') ?? '';
  const given = Buffer.from(query.get('signature') ?? '');
  const right = Buffer.from(signLink(portalId, fileId, expires));
  const file = core.state.portals.get(portalId)?.files.get(fileId);
  const good =
    given.length === right.length && timingSafeEqual(given, right) && Number(expires) > core.now().getTime();
  if (!good || !file)
    return json(403, { status: 'error', message: 'This link is not valid, or has expired.' });
  return fileReply(file);
}

export const fileReply = (file: StoredFile): Reply => ({
  kind: 'bytes',
  status: 200,
  type: file.contentType,
  bytes: file.bytes,
  file: { name: fileName(file), shown: 'inline' },
});

const remove = (call: Call): Reply => {
  call.portal.files.delete(require(call).id);
  call.core.changed();
  return empty(204);
};

export const fileEndpoints: Endpoint[] = [
  endpoint('POST /files/v3/files', ['files'], upload),
  endpoint('GET /files/v3/files/search', ['files'], search),
  endpoint('GET /files/v3/files/stat/{path*}', ['files'], stat),
  endpoint('GET /files/v3/files/{id}', ['files'], (call) =>
    json(200, shown(call.core, call.portal, require(call))),
  ),
  endpoint('DELETE /files/v3/files/{id}', ['files'], remove),
  endpoint('GET /files/v3/files/{id}/signed-url', ['files'], signedUrl),
];
