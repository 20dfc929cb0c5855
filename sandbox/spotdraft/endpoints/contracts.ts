import { fieldErrors, json } from '../state/reply.ts';
import { externalMetadata } from '../validate/create-request.ts';
import { checkCreate } from './check-create.ts';
import { createContract } from '../lifecycle/create.ts';
import { record } from '../lifecycle/record.ts';
import { sendToCounterparties } from '../lifecycle/review.ts';
import type { Contract } from '../state/model.ts';
import type { JsonObject } from '../state/json.ts';
import { z } from 'zod';
import { createdView, listItem } from './contract-view.ts';
import { endpoint, onContract, performer, withBody } from './endpoint.ts';
import type { Call } from './endpoint.ts';
import { matchesText, readFilters } from './list-filters.ts';
import { page } from './paging.ts';

/** `by_external_metadata` never answers more than this. */
const lookupLimit = 50;

/** Newest first, as the app lists them; the API has no sort parameter. */
const visible = ({ core, workspace }: Call): Contract[] =>
  [...core.state.contracts.values()]
    .filter((one) => one.workspace === workspace.name && !one.deleted)
    .reverse();

export const contractEndpoints = [
  endpoint('POST', 'contracts/', (call) => {
    const checked = checkCreate(call);
    if ('errors' in checked) return fieldErrors(checked.errors);
    const contract = createContract(call.core, checked);
    const config = checked.request.workflow_config;
    if (config?.auto_send_to_counterparty === true) {
      // A refusal (approvals pending) leaves a draft, as it does for a person who ticks the same box.
      sendToCounterparties(
        call.core,
        contract,
        performer(call),
        checked.request.send_to_counterparty_config ?? { attachment_formats: ['PDF'] },
      );
    }
    return json(createdView(call.core, contract), 201);
  }),

  endpoint('GET', 'contracts/', (call) => {
    const filters = readFilters(call.query, call.core.strict);
    if ('errors' in filters) return fieldErrors(filters.errors);
    const text = call.query.get('query')?.trim() ?? '';
    const found = visible(call).filter(
      (one) =>
        filters.tests.every((test) => test(call.core, one)) &&
        (text === '' || matchesText(call.core, one, text)),
    );
    return page(found, call.query, (one) => listItem(call.core, one));
  }),

  endpoint('GET', 'contracts/by_external_metadata/{text}', (call) => {
    const wanted = call.params['text'] ?? '';
    const found = visible(call).filter((one) => String(one.externalMetadata?.['id'] ?? '') === wanted);
    return json(found.slice(0, lookupLimit).map((one) => listItem(call.core, one)));
  }),

  onContract('GET', 'contracts/{composite}/status', (_call, contract) =>
    json({ contract_status: contract.status, contract_name: contract.name }),
  ),

  onContract('GET', 'contracts/{composite}/external_metadata', (_call, contract) =>
    json({ external_metadata: contract.externalMetadata ?? {} }),
  ),

  onContract('POST', 'contracts/{composite}/external_metadata', (call, contract) =>
    withBody(call, z.object({ external_metadata: externalMetadata }), (body) => {
      const first = contract.externalMetadata === null;
      // Replaced as a whole: whether SpotDraft merges is not documented, and a caller that sends all is right either way.
      contract.externalMetadata = body.external_metadata as JsonObject;
      record(call.core, contract, {
        activity: first ? 'CONTRACT_EXTERNAL_METADATA_CREATED' : 'CONTRACT_EXTERNAL_METADATA_UPDATED',
        by: performer(call),
      });
      return json({ external_metadata: contract.externalMetadata });
    }),
  ),
];
