import { z } from 'zod';
import { cardError } from '../../../platform/card-errors.ts';
import { mapping as mappingSchema, type Mapping } from '@dealdraft/wire/mapping.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { FileView, ImportView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer, TemplateKey } from '../../deps.ts';
import { propertiesOf } from '../draft/lint-draft.ts';
import { loadMapping } from '../read/mapping-state.ts';
import { versionView, type Side } from '../publish/mapping-versions.ts';
import { writeDraft } from '../draft/save-draft.ts';
import { fileNamePart } from '@dealdraft/wire/file-name.ts';

/** A mapping with where it came from. Only `mapping` counts when it is read. */
const mappingFile = z.object({ format: z.literal('dealdraft-mapping'), mapping: mappingSchema });

const fileName = (template: string, side: Side): string => {
  const name = fileNamePart(template.toLowerCase(), 100)
    .replaceAll(/[ ._()-]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${name === '' ? 'mapping' : name}-${side === 'draft' ? 'draft' : `v${String(side)}`}.mapping.json`;
};

/** A mapping as a file: for keeping, for reviewing, for another account. It holds no secrets and no values of deals. */
export const exportMapping = async (
  deps: Deps,
  portalId: number,
  { key, version }: { key: TemplateKey; version: Side | undefined },
): Answer<FileView> => {
  const state = await loadMapping(deps.db, portalId, key);
  if (!state.ok) return state;
  const { template, workspace, published, content } = state.value;
  const side = version ?? published?.number ?? 'draft';
  let exported: Mapping = content;
  if (side !== 'draft') {
    const found = await versionView(deps.db, portalId, { key, number: side });
    if (!found.ok) return found;
    exported = found.value.content;
  }
  const text = `${JSON.stringify(
    {
      format: 'dealdraft-mapping',
      exportedAt: deps.now().toISOString(),
      template: { id: template.id, name: template.name },
      workspace: { name: workspace.name, environment: workspace.environment },
      version: side,
      mapping: exported,
    },
    null,
    2,
  )}\n`;
  const name = fileName(template.name, side);
  const kept = await deps.files.put(portalId, {
    fileName: name,
    contentType: 'application/json; charset=utf-8',
    body: Buffer.from(text, 'utf8'),
  });
  return ok({ fileName: name, url: kept.url, expiresAt: kept.expiresAt.toISOString(), text, rows: 1 });
};

/** Reads a file that `exportMapping` wrote, or a mapping alone; says at which place it is not one. */
export const parseMappingFile = (text: string): Result<Mapping, CardError> => {
  const refuse = (message: string, fields: CardError['fields'] = []): { ok: false; failure: CardError } =>
    fail({ ...cardError.notPossible(message), code: 'invalid', fields });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return refuse('This file is not JSON; export a mapping to see how one looks.');
  }
  const wrapped = typeof json === 'object' && json !== null && 'format' in json;
  const parsed = wrapped
    ? mappingFile.transform((file) => file.mapping).safeParse(json)
    : mappingSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const fields = parsed.error.issues.slice(0, 50).map(({ path, message }) => {
    const target = path.map(String).join('.');
    return { target, label: target === '' ? 'file' : target, message };
  });
  return refuse(`This file isn’t a DealDraft mapping: ${fields[0]?.label ?? ''}.`, fields);
};

/** Makes a file the draft of a template, with what does not fit this template as findings. */
export const importMapping = async (
  deps: Deps,
  admin: Admin,
  { key, text, revision }: { key: TemplateKey; text: string; revision: number },
): Answer<ImportView> => {
  const content = parseMappingFile(text);
  if (!content.ok) return content;
  const [state, properties] = await Promise.all([
    loadMapping(deps.db, admin.portalId, key),
    propertiesOf(deps, admin.portalId),
  ]);
  if (!state.ok) return state;
  const cause = { action: 'mapping_imported' as const, text: 'Took a mapping from a file as the draft' };
  const saved = await deps.db.$transaction((tx) =>
    writeDraft({ tx, now: deps.now }, admin, { key, content: content.value, revision, cause }),
  );
  if (!saved.ok || saved.value.kind === 'conflict') return saved;
  const findings = await deps.mapping.lint(admin.portalId, {
    mapping: content.value,
    template: state.value.template,
    properties: properties.ok ? properties.value : {},
  });
  return ok({ ...saved.value, findings, content: content.value });
};
