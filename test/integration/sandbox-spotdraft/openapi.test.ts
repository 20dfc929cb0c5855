import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createOpenApiChecker, toleratedConflicts } from '../../../sandbox/spotdraft/openapi-check.ts';
import { allEndpoints } from '../../../sandbox/spotdraft/endpoints/all.ts';
import { activities } from '../../../sandbox/spotdraft/webhooks/activities.ts';
import {
  call,
  create,
  createSigned,
  masterAgreement,
  orderForm,
  startReceiver,
  startSandbox,
  subscribe,
} from './fixture.ts';

/** The specification is SpotDraft's and not part of this repository: the check runs where a copy lies beside it. */
const document = process.env['SPOTDRAFT_OPENAPI'] ?? '../shared/reference/spotdraft-openapi.json';

describe.skipIf(!existsSync(document))('against the published OpenAPI', () => {
  it('every operation asks and answers as documented', async () => {
    const checker = createOpenApiChecker(document);
    const sandbox = await startSandbox();
    const pdf = Buffer.from('%PDF-1.4').toString('base64');
    const receiver = await startReceiver();
    const webhook = await subscribe(sandbox, receiver);
    const order = await create(sandbox);
    const agreement = await create(sandbox, masterAgreement());
    const toVoid = await create(sandbox);
    const signed = await createSigned(sandbox);
    const n = order.contract_id;
    const pointer = sandbox.state.contracts.get(signed.contract_id)?.keyPointers[0]?.id;
    sandbox.control.act({ contractId: agreement.contract_id, action: 'approve' });

    const requests: [request: string, body?: unknown][] = [
      ['GET contracts/?page=1&limit=5&query=m&filter__last_updated_on[$gte]=2020-01-01T00:00:00Z'],
      ['GET contracts/by_external_metadata/hubspot-deal-1'],
      [`GET contracts/${order.id}/status`],
      [`GET contracts/${order.id}/external_metadata`],
      [`POST contracts/${order.id}/external_metadata`, { external_metadata: { id: 'x', record_data: {} } }],
      [`PATCH contracts/${order.id}/contract_data`, { data: { payment_terms_days: 60 } }],
      [
        `POST contracts/approvals/${order.id}/`,
        { approvals: [{ name: 'a', notes: 'n', approver_user_id: 12003 }] },
      ],
      [`GET contracts/approvals/${agreement.id}/`],
      [`POST contracts/${agreement.id}/send_to_counterparties`, { attachment_formats: ['PDF', 'DOCX'] }],
      [`POST contracts/${agreement.id}/mark_for_execution/`, { affix_stamp_documents: false }],
      [`POST contracts/${agreement.id}/signatories/resend_email/`, { email_id: 'j.mueller@kunde.example' }],
      [`GET contracts/${agreement.id}/recipients/`],
      [
        `GET contracts/${agreement.contract_id}/recipients/recipient_link/?recipient_email=j.mueller@kunde.example`,
      ],
      [`GET contracts/${agreement.contract_id}/process_metrics/`],
      [`GET contracts/${agreement.contract_id}/questionnaire/responses/?questionnaire_type=TEMPLATE`],
      [`POST contracts/${agreement.id}/unmark_for_execution`, { note: 'x' }],
      [`GET contracts/${signed.contract_id}/process_metrics/`],
      [`GET contracts/${signed.id}/recipients/`],
      [`GET contracts/${signed.id}/key_pointers`],
      [`PATCH contracts/${signed.id}/key_pointers/${pointer}`, { value: '2027-01-01' }],
      [
        `POST contracts/${signed.id}/key_pointers/bulk`,
        { key_pointers: [{ key_pointer_id: pointer, value: '2027-01-02' }] },
      ],
      [`POST contracts/${signed.id}/download_link`, { format: 'PDF' }],
      [`POST contracts/${signed.id}/download`],
      [`POST contracts/${toVoid.id}/status/void`, { note: 'x' }],
      [`POST contracts/${signed.id}/status/void`, { note: 'x' }],
      [`POST contracts/${n}/comments/`, { comment: 'x' }],
      [`GET contracts/${n}/comments/`],
      ['POST contracts/preview/', { contract_template_id: 1204, contract_data: orderForm().contract_data }],
      [
        'POST contracts/executed_contracts/',
        {
          contract_name: 'x',
          file_name: 'x.pdf',
          file_content: pdf,
          contract_type_id: 136,
          organization_entity_id: 1251,
        },
      ],
      [
        'POST contracts/upload_sign_contracts/',
        {
          contract_name: 'x',
          contract_type_id: 136,
          file_name: 'x.pdf',
          file_base64: pdf,
          counterparty_organization_name: 'K',
        },
      ],
      ['POST contracts/webhooks/re_trigger_latest/', { contract_ids: [n] }],
      ['GET templates/?cp_types=Organization'],
      ['GET templates/1204/'],
      ...[1204, 1205, 1206, 1207, 1208].map((id): [string] => [`GET templates/${id}/metadata`]),
      ['GET contract_types/'],
      ['GET contract_types/135/entities'],
      ['GET organizations/entities/'],
      ['GET organizations/types/?jurisdiction_iso_code=US'],
      ['GET auth/users/?limit=2'],
      ['GET counter_parties/'],
      ['POST workspace/feature-flags/', { flags: ['x'] }],
      ['GET webhooks/hmac_key/'],
      [`DELETE webhooks/${webhook}`],
    ];
    for (const [request, body] of requests) await call(sandbox, request, body);

    const recorded = sandbox.control.calls();
    const problems = recorded.flatMap((one) => [
      ...checker.checkRequest(one.method, one.url, one.body),
      ...checker.checkResponse(one.method, one.url, one.status, one.reply),
    ]);
    expect(problems).toEqual([]);
    expect(recorded.filter((one) => one.status >= 400).map((one) => one.url)).toEqual([
      `/api/v2.1/public/contracts/${signed.id}/status/void`,
    ]);
    expect(Object.keys(sandbox.control.stats().calls).sort()).toEqual(
      allEndpoints.map((one) => `${one.method} ${one.path}`).sort(),
    );

    await sandbox.control.idle();
    expect(receiver.calls.length).toBeGreaterThan(20);
    for (const one of receiver.calls) {
      if (one.event.contract_id !== undefined)
        expect(checker.checkSchema('ContractActivityDomainModel', one.event)).toEqual([]);
    }
    expect(activities.flatMap((activity) => checker.checkSchema('ActivityEnum', activity))).toEqual([]);
  });

  it('finds what is wrong', () => {
    const checker = createOpenApiChecker(document);
    const path = '/api/v2.1/public/contracts/';
    expect(checker.checkRequest('POST', path, {})).toContainEqual(
      expect.stringContaining("'contract_template_id'"),
    );
    expect(checker.checkRequest('POST', path, undefined)).toEqual([
      'request POST contracts/: body is missing',
    ]);
    expect(checker.checkRequest('GET', `${path}?sort=name`, undefined)).toEqual([
      'request GET contracts/: query parameter sort is not documented',
    ]);
    expect(checker.checkRequest('GET', '/api/v2.1/public/contracts', undefined)).toEqual([
      expect.stringContaining('not documented'),
    ]);
    expect(checker.checkResponse('GET', path, 200, { page: 1, limit: 10, results: [{}] })).toContainEqual(
      expect.stringContaining("'total_results'"),
    );
    expect(checker.checkResponse('POST', path, 202, {})).toEqual([
      'response POST contracts/: status 202 is not documented',
    ]);
    expect(
      checker.checkResponse('GET', '/api/v2.1/public/contracts/T-1/status', 200, {
        contract_status: 'signed',
        contract_name: 'x',
      }),
    ).not.toEqual([]);
    expect(
      checker.checkResponse('GET', '/api/v2.1/public/contracts/T-1/status', 200, {
        contract_status: 'SIGN',
        contract_name: 5,
      }),
    ).not.toEqual([]);
  });

  it('gives a reason for everything it lets pass', () => {
    for (const one of toleratedConflicts) expect(one.reason.length).toBeGreaterThan(40);
  });
});
