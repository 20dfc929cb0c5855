import { check } from '../outcome.ts';
import { fieldsOf } from '../raw-call.ts';
import { defineStep } from '../step.ts';

const base = '/api/v2.1/public';

export const createRefusal = defineStep({
  id: 'spotdraft.create-refusal',
  title: 'A refused creation',
  assumption:
    'A creation without its required fields is refused with 400, and the refusal has a key for each of them.',
  matters: 'The card shows the seller which value SpotDraft refused.',
  where: ['src/spotdraft/transport/error-body.ts', 'src/features/contracts/create/refused-fields.ts'],
  writes: true,
  does: 'Posts an empty creation to SpotDraft, which can’t make a contract.',
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
  title: 'The fields of an upload of an executed contract',
  assumption:
    'The upload of an executed contract requires `file_content` and `organization_entity_id`, as the OpenAPI has it (the playbook says `file_base64` and `creator_organization_entity_id`).',
  matters: 'The product doesn’t upload executed contracts; the stand-in of SpotDraft takes this form.',
  where: ['sandbox/spotdraft/endpoints/uploads.ts'],
  writes: true,
  does: 'Posts an empty upload to SpotDraft, which can’t make a contract.',
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
