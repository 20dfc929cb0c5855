import { compareEcho } from '../../../src/mapping/afterwards/echo.ts';
import { blockedBy, check, doesNotHold, skipped } from '../base/outcome.ts';
import { at, fieldsOf, listAt } from '../base/raw-call.ts';
import { defineStep } from '../parts/step.ts';

const base = '/api/v2.1/public';
const does = 'Creates a draft contract in SpotDraft.';

export const create = defineStep({
  id: 'spotdraft.create',
  title: 'Creating a contract',
  assumption: 'A contract created by DealDraft starts as DRAFT and can be read by its ID right away.',
  matters: 'Everything else DealDraft does starts here.',
  where: ['src/spotdraft/calls/create-body.ts', 'src/spotdraft/calls/contract-calls.ts'],
  writes: true,
  does,
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.contract();
    if (!contract.ok) return contract.failure;
    const status = await spotdraft.client.getStatus(contract.value.id);
    if (!status.ok)
      return status.failure.kind === 'not_found'
        ? doesNotHold("the new contract can't be found")
        : blockedBy(status.failure);
    return check(status.value.status === 'DRAFT', `${contract.value.id.composite} is ${status.value.status}`);
  },
});

export const readBack = defineStep({
  id: 'spotdraft.read-back',
  title: 'Stored values',
  assumption: 'Right after creation, the questionnaire responses contain every value exactly as it was sent.',
  matters: 'DealDraft compares them after each creation and reports any value SpotDraft stored differently.',
  where: ['src/features/contracts/create/check-echo.ts', 'src/mapping/afterwards/echo.ts'],
  writes: true,
  does,
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.contract();
    if (!contract.ok) return contract.failure;
    const { id, usable } = contract.value;
    const stored = await spotdraft.client.getTemplateResponses(id);
    if (!stored.ok) return blockedBy(stored.failure);
    const differences = compareEcho(usable.data, stored.value, usable.template);
    return check(
      differences.length === 0,
      differences.length === 0
        ? `${String(Object.keys(usable.data).length)} values match`
        : `stored differently: ${differences.map(({ key }) => key).join(', ')}`,
    );
  },
});

export const idForm = defineStep({
  id: 'spotdraft.id-form',
  title: 'Contract ID format',
  assumption:
    "A contract's `id` is text such as `T-123` when it's created, listed, and looked up, and `contract_id` is the number in it (parts of the OpenAPI document have a number for `id`).",
  matters: 'Webhooks contain only the number, which DealDraft uses to find the contract.',
  where: ['src/spotdraft/answers/ids.ts', 'src/spotdraft/answers/contract.ts'],
  writes: true,
  does,
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.newContractRaw('id form');
    if (!contract.ok) return contract.failure;
    const { id, externalId, answer } = contract.value;
    const listed = await spotdraft.call({
      path: `${base}/contracts/?page=1&limit=10&filter__contract_id=${id.composite}`,
    });
    if (!listed.ok) return listed.failure;
    const found = await spotdraft.call({ path: `${base}/contracts/by_external_metadata/${externalId}` });
    if (!found.ok) return found.failure;
    const forms = {
      creation: at(answer, 'id'),
      list: at(listed.value.json, 'results', 0, 'id'),
      'look-up': at(found.value.json, 0, 'id') ?? at(found.value.json, 0, 0, 'id'),
    };
    const number = at(answer, 'contract_id');
    const composite = Object.values(forms).every((one) => one === id.composite);
    const seen = Object.entries(forms).map(
      ([where, one]) => `${where}: ${typeof one === 'string' ? one.replace(/\d+/, 'n') : typeof one}`,
    );
    return check(composite && number === id.numeric, `${seen.join(', ')}; contract_id is a ${typeof number}`);
  },
});

export const createdBy = defineStep({
  id: 'spotdraft.created-by',
  title: 'Creator of a contract',
  assumption:
    "Contract lists have the creator's email in `created_by_user_email` (`created_by` is an email in one schema and a full name in another).",
  matters: 'The card shows who created a contract that was started in SpotDraft.',
  where: ['src/spotdraft/answers/contract.ts'],
  writes: true,
  does,
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.contract();
    if (!contract.ok) return contract.failure;
    const path = `${base}/contracts/?page=1&limit=10&filter__contract_id=${contract.value.id.composite}`;
    const listed = await spotdraft.call({ path });
    if (!listed.ok) return listed.failure;
    const [item] = listAt(listed.value.json, 'results');
    const form = (field: string): string => {
      const value = at(item, field);
      if (typeof value !== 'string') return 'missing';
      return value.includes('@') ? 'an email' : 'a name';
    };
    return check(
      form('created_by_user_email') === 'an email',
      `created_by is ${form('created_by')}, created_by_user_email ${form('created_by_user_email')}`,
    );
  },
});

export const keyPointers = defineStep({
  id: 'spotdraft.key-pointers',
  title: 'Contract metadata',
  assumption: 'Key pointers are returned as an array of objects with `field_name`, `label`, and `value`.',
  matters: 'Write-back copies these values to deal properties.',
  where: ['src/spotdraft/answers/around-contract.ts', 'src/mapping/afterwards/contract-metadata.ts'],
  writes: true,
  does,
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.contract();
    if (!contract.ok) return contract.failure;
    const path = `${base}/contracts/${contract.value.id.composite}/key_pointers`;
    const answer = await spotdraft.call({ path });
    if (!answer.ok) return answer.failure;
    const { json } = answer.value;
    if (!Array.isArray(json)) return doesNotHold(`an object with ${fieldsOf(json).join(', ')}`);
    const list = listAt(json);
    const complete = list.every((one) =>
      ['field_name', 'label', 'value'].every((field) => fieldsOf(one).includes(field)),
    );
    const types = [...new Set(list.map((one) => String(at(one, 'data_type'))))].join(', ');
    return check(
      complete,
      list.length === 0 ? 'an empty array; a draft may not have any yet' : `data types ${types}`,
    );
  },
});

export const notesForm = defineStep({
  id: 'spotdraft.notes-form',
  title: 'Contract notes',
  assumption:
    "A contract's notes are returned as an array (the schema has a single object, the description says all notes).",
  matters: "DealDraft doesn't read notes today.",
  where: ['src/spotdraft/transport/paths.ts'],
  writes: true,
  does,
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.contract();
    if (!contract.ok) return contract.failure;
    const path = `${base}/contracts/${contract.value.id.composite}/notes`;
    const answer = await spotdraft.call({ path, takes: [404] });
    if (!answer.ok) return answer.failure;
    const { status, json } = answer.value;
    if (status === 404) return skipped('SpotDraft returns 404 for the notes of a contract without notes.');
    return check(
      Array.isArray(json),
      Array.isArray(json) ? 'an array' : `an object with ${fieldsOf(json).join(', ')}`,
    );
  },
});

export const voiding = defineStep({
  id: 'spotdraft.void',
  title: 'Voiding a draft',
  assumption: "A voided draft is VOIDED right away and can't be voided again.",
  matters: 'The card reports a contract as voided only after SpotDraft confirms it.',
  where: ['src/features/contracts/actions/act-on-contract.ts', 'src/spotdraft/calls/action-calls.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft and voids it.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.newContract('void');
    if (!contract.ok) return contract.failure;
    const { id } = contract.value;
    const ended = await spotdraft.client.voidContract(id, 'Rehearsal');
    if (!ended.ok) return doesNotHold(`SpotDraft refused to void the draft: ${ended.failure.kind}`);
    const status = await spotdraft.client.getStatus(id);
    if (!status.ok) return blockedBy(status.failure);
    const again = await spotdraft.client.voidContract(id, 'Rehearsal');
    const second = again.ok ? 'accepted' : `refused (${String(again.failure.status)})`;
    return check(
      status.value.status === 'VOIDED' && !again.ok,
      `status ${status.value.status}; voiding it again is ${second}`,
    );
  },
});
