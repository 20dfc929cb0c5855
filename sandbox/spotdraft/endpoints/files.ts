import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import { microsOf } from '../state/clock.ts';
import { bytes, detail, fieldErrors, json } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import type { Refusal } from '../state/reply.ts';
import type { Contract } from '../state/model.ts';
import type { JsonObject } from '../state/json.ts';
import { contractFile, fileName } from '../pdf/contract-file.ts';
import { previewBlocks } from '../pdf/blocks.ts';
import { renderPdf } from '../pdf/render.ts';
import { checkContractData } from '../validate/contract-data.ts';
import { dataFields } from '../validate/data-fields.ts';
import { onContract, endpoint, withBody } from './endpoint.ts';

/** How long a download link works. SpotDraft says only "temporary"; storage links of this kind live for minutes. */
const linkLifeMs = 5 * 60_000;
const formats = ['PDF', 'DOCX', 'DOCX_WITH_FALLBACK_TO_PDF'] as const;

const previewBody = z.object({
  contract_template_id: z.int(),
  contract_data: z.record(z.string(), z.json()),
  organization_entity_id: z.int().nullish(),
  counter_party_details: z.array(z.json()).nullish(),
});

/** The file of an executed contract may lag behind the event that announced it. */
function notReady(core: Core, contract: Contract): Refusal | undefined {
  if (contract.executedAt === null) return undefined;
  const since = core.clock.date().getTime() - microsOf(contract.executedAt) / 1000;
  if (!core.faults.downloadMissing(contract.workspace, since)) return undefined;
  return detail(404, `Current contract version not found for the contract: ${contract.id}`);
}

const signLink = (core: Core, contract: Contract, expires: string): string =>
  createHmac('sha256', workspaceOf(core, contract).hmacKey)
    .update(`${contract.id}/${contract.version}/${expires}`)
    .digest('hex');

function downloadLink(core: Core, contract: Contract): Reply {
  const expires = String(core.clock.date().getTime() + linkLifeMs);
  const query = new URLSearchParams({ Expires: expires, Signature: signLink(core, contract, expires) });
  const name = fileName(contract);
  return json({
    url: `${core.origin()}/storage/${contract.id}/${encodeURIComponent(name)}?${query.toString()}`,
    file_name: name,
    current_version_id: contract.id * 100 + contract.version,
  });
}

export const fileEndpoints = [
  onContract('POST', 'contracts/{composite}/download_link', ({ core, body }, contract) => {
    const given = (body as { format?: unknown } | undefined)?.format ?? 'PDF';
    const asked = core.strict ? given : String(given).toUpperCase();
    const format = formats.find((one) => one === asked);
    if (!format) return fieldErrors({ format: [`"${String(given)}" is not a valid choice.`] });
    if (format === 'DOCX') return detail(400, 'No DOCX version is available for this contract.');
    return notReady(core, contract) ?? downloadLink(core, contract);
  }),
  onContract(
    'POST',
    'contracts/{composite}/download',
    async ({ core }, contract) =>
      notReady(core, contract) ??
      bytes(await contractFile(core, contract), 'application/pdf', fileName(contract)),
  ),
  endpoint('POST', 'contracts/preview/', (call) =>
    withBody(call, previewBody, async ({ contract_template_id, contract_data, organization_entity_id }) => {
      const template = call.workspace.templates.find(
        (one) => one.id === contract_template_id && !one.archived,
      );
      if (!template)
        return fieldErrors({
          contract_template_id: [`Invalid pk "${contract_template_id}" - object does not exist.`],
        });
      if (
        organization_entity_id != null &&
        !call.workspace.entities.some((one) => one.id === organization_entity_id)
      ) {
        return fieldErrors({
          organization_entity_id: [`Invalid pk "${organization_entity_id}" - object does not exist.`],
        });
      }
      const errors = checkContractData(template, contract_data as JsonObject);
      if (errors) return fieldErrors({ contract_data: errors });
      const blocks = previewBlocks(
        template.name,
        dataFields(template.attributes),
        contract_data as JsonObject,
      );
      return bytes(
        await renderPdf(blocks, {
          footer: template.name,
          watermark: 'PREVIEW',
          date: call.core.clock.date(),
        }),
        'application/pdf',
      );
    }),
  ),
];

/** What the signed link leads to: no credentials, only an intact signature that is not too old. */
export async function storedFile(core: Core, id: string, query: URLSearchParams): Promise<Reply> {
  const contract = core.state.contracts.get(Number(id));
  const expires = query.get('Expires') ?? '';
  const given = Buffer.from(query.get('Signature') ?? '');
  if (!contract) return detail(404, 'NoSuchKey');
  const expected = Buffer.from(signLink(core, contract, expires));
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return detail(403, 'SignatureDoesNotMatch');
  if (Number(expires) < core.clock.date().getTime()) return detail(400, 'ExpiredToken');
  return bytes(await contractFile(core, contract), 'application/pdf', fileName(contract));
}
