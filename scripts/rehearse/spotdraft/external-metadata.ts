import { blockedBy, check, doesNotHold } from '../base/outcome.ts';
import { look } from '../base/patience.ts';
import { at } from '../base/raw-call.ts';
import { defineStep } from '../parts/step.ts';

const base = '/api/v2.1/public';

export const externalLookUp = defineStep({
  id: 'spotdraft.external-look-up',
  title: 'Lookup by external ID',
  assumption:
    'A new contract can be found right away by its full `external_metadata.id`. Part of the ID, or an ID that no contract has, returns an empty array.',
  matters:
    "After an unclear response to a creation, this lookup decides whether the contract exists. It must neither miss one nor return someone else's.",
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
          ? doesNotHold('an unknown ID returns 404')
          : blockedBy(found.failure);
      others.push(found.value.length);
    }
    const own = first.found.value.map((one) => one.id.composite).join() === id.composite;
    const seconds = (first.ms / 1_000).toFixed(1);
    return check(
      own && others.every((count) => count === 0) && first.ms < 2_000,
      `found after ${seconds} s${own ? '' : ', along with others'}; part of the ID finds ${String(others[0])}, an unknown ID ${String(others[1])}`,
    );
  },
});

export const metadataReplaced = defineStep({
  id: 'spotdraft.metadata-replaced',
  title: 'Updating external metadata',
  assumption: "Posting `external_metadata` replaces the whole object, so a key that isn't posted is removed.",
  matters: 'DealDraft always posts the whole object, including keys other integrations have written.',
  where: ['src/spotdraft/calls/contract-calls.ts', 'src/features/contracts/create/link-contract.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft and updates its external metadata.',
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
    return check(keys.join() === 'second', `keys in record_data: ${keys.join(', ') || 'none'}`);
  },
});

export const listFilters = defineStep({
  id: 'spotdraft.list-filters',
  title: 'Contract list filters',
  assumption:
    'Filtering the list by `last_updated_on` returns a new contract within ten seconds, and filtering by `contract_id` returns only that contract.',
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
      `${listed.found === null ? 'not listed' : 'listed'} after ${seconds} s; ${String(total)} listed by its ID`,
    );
  },
});
