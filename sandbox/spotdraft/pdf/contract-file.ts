import type { Core } from '../state/core.ts';
import type { Contract } from '../state/model.ts';
import { contractBlocks } from './blocks.ts';
import { renderPdf } from './render.ts';

const drawn = new WeakMap<Contract, { stamp: string; bytes: Promise<Uint8Array> }>();

/** A contract's file as it stands: the uploaded one, or the paper drawn from the data; drawn once per change. */
export function contractFile(core: Core, contract: Contract): Promise<Uint8Array> {
  if (contract.document !== null) return Promise.resolve(Buffer.from(contract.document, 'base64'));
  const known = drawn.get(contract);
  if (known?.stamp === contract.updatedAt) return known.bytes;
  const bytes = renderPdf(contractBlocks(core, contract), {
    footer: `${contract.referenceId} ${contract.name}`,
    date: new Date(contract.updatedAt),
    ...(contract.status === 'EXECUTED' ? {} : { watermark: contract.status === 'VOIDED' ? 'VOID' : 'DRAFT' }),
  });
  drawn.set(contract, { stamp: contract.updatedAt, bytes });
  return bytes;
}

export const fileName = (contract: Contract): string =>
  `${
    contract.name
      .replaceAll(/[^\p{L}\p{N} ._()-]/gu, '')
      .replaceAll(/\s+/g, ' ')
      .trim() || contract.referenceId
  }.pdf`;
