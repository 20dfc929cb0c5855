import { blockedBy, check, doesNotHold } from '../outcome.ts';
import { look } from '../patience.ts';
import { at } from '../raw-call.ts';
import { defineStep } from '../step.ts';

const base = '/api/v2.1/public';

export const externalLookUp = defineStep({
  id: 'spotdraft.external-look-up',
  title: 'Looking up a contract by its external id',
  assumption:
    'A new contract is found at once by its whole `external_metadata.id`, and neither by a part of it nor by another id, which answer an empty list.',
  matters:
    'After an unclear answer to a creation this look decides whether there is a contract. It must neither miss one nor find another’s.',
  where: ['src/features/contracts/create/join-key.ts', 'src/features/contracts/create/create-contract.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft.',
  needs: ['spotdraft'],
  run: async ({ spotdraft, patience }) => {
    const { client } = spotdraft;
    const contract = await spotdraft.newContract('look-up');
    if (!contract.ok) return contract.failure;
    const { id, externalId } = contract.value;
    const limits = { limitMs: patience.documentMs, pollMs: patience.pollMs };
    const first = await look(limits, async () => {
      const found = await client.findByExternalId(externalId);
      return found.ok && found.value.length === 0 ? null : found;
    });
    if (first.found === null) return doesNotHold(`not found after ${(first.ms / 1_000).toFixed(1)} s`);
    if (!first.found.ok) return blockedBy(first.found.failure);
    const others: number[] = [];
    for (const other of [externalId.slice(0, -2), `${externalId}-nobody`]) {
      const found = await client.findByExternalId(other);
      if (!found.ok)
        return found.failure.kind === 'not_found'
          ? doesNotHold('an id that nobody has answers 404')
          : blockedBy(found.failure);
      others.push(found.value.length);
    }
    const own = first.found.value.map((one) => one.id.composite).join() === id.composite;
    const seconds = (first.ms / 1_000).toFixed(1);
    return check(
      own && others.every((count) => count === 0) && first.ms < 2_000,
      `found after ${seconds} s${own ? '' : ', with others'}; a part of the id finds ${String(others[0])}, another id ${String(others[1])}`,
    );
  },
});

export const metadataReplaced = defineStep({
  id: 'spotdraft.metadata-replaced',
  title: 'Writing external metadata again',
  assumption: 'Posting `external_metadata` replaces the whole object: a key that isn’t posted is gone.',
  matters: 'The product always posts all of it, with the keys of other integrations that it read before.',
  where: ['src/spotdraft/calls/contract-calls.ts', 'src/features/contracts/create/link-contract.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft and writes its external metadata twice.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.newContract('metadata');
    if (!contract.ok) return contract.failure;
    const { id, externalId } = contract.value;
    const metadata = {
      id: externalId,
      integrationName: 'HubSpot',
      recordType: 'Deal',
      recordData: { second: 'yes' },
    };
    const put = await spotdraft.client.putExternalMetadata(id, metadata);
    if (!put.ok) return blockedBy(put.failure);
    const read = await spotdraft.client.getExternalMetadata(id);
    if (!read.ok) return blockedBy(read.failure);
    const keys = Object.keys(read.value?.recordData ?? {});
    return check(keys.join() === 'second', `record_data has the keys ${keys.join(', ') || 'none'}`);
  },
});

export const listFilters = defineStep({
  id: 'spotdraft.list-filters',
  title: 'Listing by the last change',
  assumption:
    'A list filtered by `last_updated_on` has a new contract within ten seconds, and `contract_id` lists that one alone.',
  matters: 'Reconciliation finds missed changes this way.',
  where: ['src/spotdraft/calls/filters.ts', 'src/features/reconciliation/compare-contracts.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft.',
  needs: ['spotdraft'],
  run: async ({ spotdraft, patience }) => {
    const since = new Date(Date.now() - 600_000).toISOString();
    const contract = await spotdraft.newContract('list');
    if (!contract.ok) return contract.failure;
    const { composite } = contract.value.id;
    const filters = { last_updated_on: { gte: since } };
    const limits = { limitMs: Math.min(patience.documentMs, 30_000), pollMs: patience.pollMs };
    const listed = await look(limits, async () => {
      const page = await spotdraft.client.listContracts({ page: 1, limit: 100, filters });
      if (!page.ok) return page;
      return page.value.contracts.some(({ id }) => id.composite === composite) ? page : null;
    });
    if (listed.found?.ok === false) return blockedBy(listed.found.failure);
    const path = `${base}/contracts/?page=1&limit=10&filter__contract_id[$eq]=${composite}`;
    const alone = await spotdraft.call({ path: encodeURI(path), takes: [400] });
    if (!alone.ok) return alone.failure;
    const total = at(alone.value.json, 'total_results');
    const seconds = (listed.ms / 1_000).toFixed(1);
    return check(
      listed.found !== null && listed.ms <= 10_000 && total === 1,
      `${listed.found === null ? 'not listed' : 'listed'} after ${seconds} s; by its id ${String(total)} listed`,
    );
  },
});
