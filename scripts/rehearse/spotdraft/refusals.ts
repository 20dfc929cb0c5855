import { check } from '../base/outcome.ts';
import { fieldsOf } from '../base/raw-call.ts';
import { defineStep } from '../parts/step.ts';

const base = '/api/v2.1/public';

export const createRefusal = defineStep({
  id: 'spotdraft.create-refusal',
  title: 'Refused contract',
  assumption:
    'Creating a contract without its required fields returns 400, with a key for each missing field.',
  matters: 'The card shows the seller which value SpotDraft refused.',
  where: ['src/spotdraft/transport/error-body.ts', 'src/features/contracts/create/refused-fields.ts'],
  writes: true,
  does: 'Sends SpotDraft an empty request to create a contract, which it should refuse.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const answer = await spotdraft.call({
      method: 'POST',
      path: `${base}/contracts/`,
      json: {},
      takes: [400, 422],
    });
    if (!answer.ok) return answer.failure;
    const fields = fieldsOf(answer.value.json);
    const named = ['contract_template_id', 'contract_data', 'counter_party_details'].every((field) =>
      fields.includes(field),
    );
    return check(
      answer.value.status === 400 && named,
      `${String(answer.value.status)}, fields ${fields.join(', ') || 'none'}`,
    );
  },
});

export const executedUpload = defineStep({
  id: 'spotdraft.executed-upload-fields',
  title: 'Fields for uploading an executed contract',
  assumption:
    'Uploading an executed contract requires `file_content` and `organization_entity_id`, as in the OpenAPI document (the playbook has `file_base64` and `creator_organization_entity_id`).',
  matters: "DealDraft doesn't upload executed contracts, but its SpotDraft sandbox accepts this form.",
  where: ['sandbox/spotdraft/endpoints/uploads.ts'],
  writes: true,
  does: 'Sends SpotDraft an empty upload request, which it should refuse.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const path = `${base}/contracts/executed_contracts/`;
    const answer = await spotdraft.call({ method: 'POST', path, json: {}, takes: [400, 422] });
    if (!answer.ok) return answer.failure;
    const fields = fieldsOf(answer.value.json);
    const openApi = fields.includes('file_content') && fields.includes('organization_entity_id');
    return check(openApi, `${String(answer.value.status)}, fields ${fields.join(', ') || 'none'}`);
  },
});
