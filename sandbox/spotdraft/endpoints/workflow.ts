import { z } from 'zod';
import { empty, json, notFound } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { addComment, editData, voidContract } from '../lifecycle/change.ts';
import { sendToCounterparties } from '../lifecycle/review.ts';
import { markForExecution, resendRequest, same, unmarkForExecution } from '../lifecycle/signing.ts';
import { sendRequest } from '../validate/create-request.ts';
import type { JsonObject } from '../state/json.ts';
import { onContract, performer, withBody } from './endpoint.ts';
import { page } from './paging.ts';

const done = (refusal: Reply | undefined, status = 200): Reply => refusal ?? empty(status);
const filled = z.string().trim().min(1, { error: 'This field may not be blank.' });

export const workflowEndpoints = [
  onContract('POST', 'contracts/{composite}/send_to_counterparties', (call, contract) => {
    // The portal's playbook posts `{}`; the specification requires attachment_formats. Strict follows the specification.
    const body = call.core.strict ? call.body : { attachment_formats: ['PDF'], ...(call.body as object) };
    return withBody({ ...call, body }, sendRequest, (request) =>
      done(sendToCounterparties(call.core, contract, performer(call), request)),
    );
  }),
  onContract('POST', 'contracts/{composite}/mark_for_execution/', (call, contract) =>
    withBody(call, z.object({ affix_stamp_documents: z.boolean().nullish() }), () =>
      done(markForExecution(call.core, contract, performer(call))),
    ),
  ),
  onContract('POST', 'contracts/{composite}/unmark_for_execution', (call, contract) =>
    withBody(call, z.object({ note: z.string().nullish() }), ({ note }) =>
      done(unmarkForExecution(call.core, contract, performer(call), note ?? undefined)),
    ),
  ),
  onContract('POST', 'contracts/{composite}/status/void', (call, contract) =>
    withBody(call, z.object({ note: filled }), ({ note }) =>
      done(voidContract(call.core, contract, performer(call), note), 204),
    ),
  ),
  onContract('POST', 'contracts/{composite}/signatories/resend_email/', (call, contract) =>
    withBody(call, z.object({ email_id: z.email() }), ({ email_id }) =>
      done(resendRequest(call.core, contract, email_id)),
    ),
  ),
  onContract('PATCH', 'contracts/{composite}/contract_data', (call, contract) =>
    withBody(
      call,
      z.object({ data: z.record(z.string(), z.json()) }),
      ({ data }) =>
        editData(call.core, contract, performer(call), data as JsonObject) ?? json({ data: contract.data }),
    ),
  ),
  onContract('GET', 'contracts/{int}/recipients/recipient_link/', (call, contract) => {
    const email = call.query.get('recipient_email') ?? '';
    const known = contract.signatories.some((one) => same(one.email, email));
    return known
      ? json({ link: `${call.core.origin()}/contracts/v2/${contract.id}?as=${encodeURIComponent(email)}` })
      : notFound;
  }),
  onContract('GET', 'contracts/{int}/comments/', (call, contract) =>
    page(contract.comments, call.query, (one) => ({
      id: one.id,
      contract_id: contract.id,
      comment: one.comment,
      replies: [],
    })),
  ),
  onContract('POST', 'contracts/{int}/comments/', (call, contract) =>
    withBody(call, z.object({ comment: filled }), ({ comment }) => {
      const added = addComment(call.core, contract, performer(call), comment);
      return json({ id: added.id, contract_id: contract.id, comment: added.comment, replies: [] }, 201);
    }),
  ),
];
