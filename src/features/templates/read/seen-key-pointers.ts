import { z } from 'zod';
import type { Db } from '../../../platform/database/client.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { ChoicesView } from '@dealdraft/wire/settings.ts';

type KeyPointers = ChoicesView['keyPointers'];

const stored = z.object({
  values: z.array(
    z.looseObject({ label: z.string(), fieldName: z.string().nullish(), dataType: z.string().nullish() }),
  ),
});
/** Contract metadata differ by contract type; of so many contracts together most of it is seen. */
const newest = 20;
const asked = 3;

const collect = (
  lists: readonly {
    label: string;
    fieldName?: string | null | undefined;
    dataType?: string | null | undefined;
  }[][],
): KeyPointers => {
  const byLabel = new Map<string, KeyPointers[number]>();
  for (const { label, fieldName, dataType } of lists.flat())
    if (label !== '' && !byLabel.has(label))
      byLabel.set(label, { label, fieldName: fieldName ?? null, type: dataType ?? null });
  return [...byLabel.values()].sort((a, b) => a.label.localeCompare(b.label, 'en'));
};

/** Which metadata SpotDraft keeps of contracts, by those that were read when contracts were executed. It has no list of them. */
export const seenKeyPointers = async (
  db: Db,
  portalId: number,
  workspaceId: string,
): Promise<KeyPointers> => {
  const contracts = await db.contract.findMany({
    where: { portalId, workspaceId, executedAt: { not: null } },
    orderBy: { executedAt: 'desc' },
    select: { keyPointers: true },
    take: newest,
  });
  return collect(
    contracts.map(({ keyPointers }) => {
      const parsed = stored.safeParse(keyPointers);
      return parsed.success ? parsed.data.values : [];
    }),
  );
};

/** The same by asking SpotDraft about its newest contracts, before DealDraft has seen one executed. */
export const askKeyPointers = async (client: SpotDraftClient): Promise<KeyPointers> => {
  const page = await client.listContracts({ page: 1, limit: asked });
  if (!page.ok) return [];
  const read = await Promise.all(page.value.contracts.map(({ id }) => client.getKeyPointers(id)));
  return collect(read.map((answer) => (answer.ok ? answer.value : [])));
};
