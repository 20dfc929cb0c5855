import type { SpotDraftClient } from '../../../src/spotdraft/client.ts';
import type { ContractId } from '../../../src/spotdraft/answers/ids.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

/** SpotDraft's API can't delete contracts, so those of a rehearsal stay behind as voided. */
const kept = "voided; SpotDraft's API can't delete contracts";

export async function voidContract(
  client: SpotDraftClient,
  id: ContractId,
): Promise<Result<{ kept: string }, string>> {
  const status = await client.getStatus(id);
  if (!status.ok) return fail(status.failure.text.admin);
  if (status.value.status === 'VOIDED') return ok({ kept });
  // One that a person signed meanwhile stays as it is.
  if (status.value.status === 'EXECUTED') return fail('someone signed it in the meantime');
  const ended = await client.voidContract(id, 'Created by a DealDraft rehearsal');
  return ended.ok ? ok({ kept }) : fail(ended.failure.text.admin);
}
