import { describe, expect, it } from 'vitest';
import * as around from '../../../src/spotdraft/answers/around-contract.ts';
import { contractAnswers, contractStatus } from '../../../src/spotdraft/answers/contract.ts';
import { spotdraftHosts } from '../../../src/spotdraft/answers/hosts.ts';
import { externalMetadata } from '../../../src/spotdraft/answers/external-metadata.ts';
import { optionalTime, parseTime } from '../../../src/spotdraft/answers/reading.ts';
import * as workspace from '../../../src/spotdraft/answers/workspace.ts';

const { contract, contractList, contractPage } = contractAnswers(
  spotdraftHosts({ reach: { local: false }, hosts: ['sign.acme.example'], fileHosts: [] }),
);
const least = { id: 'T-1', contract_status: 'DRAFT' };

describe('a contract', () => {
  it('of the create answer has both ids and our words', () => {
    const answer = {
      id: 'H-1234',
      contract_id: 1234,
      created: '2026-11-21T10:00:00.5Z',
      contract_name: 'Service Agreement',
      contract_link: 'https://app.spotdraft.com/contracts/v2/1234',
      contract_status: 'DRAFT',
      created_by: 'Ben Baker',
      created_by_user_email: 'ben@vendor.example',
      counter_party_name: 'Acme',
      contract_type_name: 'MSA',
      contract_type_id: '135',
      created_by_workspace: 7,
      external_metadata: { id: 10024, record_data: null },
      reference_id: 'SD-1234',
      something_new: { a: [1] },
    };
    expect(contract.parse(answer)).toEqual({
      id: { composite: 'H-1234', numeric: 1234 },
      name: 'Service Agreement',
      link: 'https://app.spotdraft.com/contracts/v2/1234',
      status: 'DRAFT',
      createdAt: new Date('2026-11-21T10:00:00.500Z'),
      createdBy: 'ben@vendor.example',
      counterpartyName: 'Acme',
      typeId: 135,
      typeName: 'MSA',
      referenceId: 'SD-1234',
      externalMetadata: { id: '10024', integrationName: null, recordType: null, recordData: {} },
    });
  });

  it.each([
    ['https://app.eu.spotdraft.com/contracts/v2/1', true],
    ['https://sign.acme.example/contracts/1', true],
    ['http://app.spotdraft.com/contracts/v2/1', false],
    ['https://app.spotdraft.com@evil.example/', false],
    ['https://user:pw@app.spotdraft.com/', false],
    ['https://spotdraft.com.evil.example/', false],
    ['https://evilspotdraft.com/', false],
    ['https://acme.example/', false],
    ['http://127.0.0.1/', false],
    ['javascript:alert(1)//app.spotdraft.com', false],
    ['data:text/html,x', false],
    ['//app.spotdraft.com/x', false],
    ['', false],
  ])('leads people to %s: %j', (link, isKept) => {
    expect(contract.parse({ ...least, contract_link: link }).link).toBe(isKept ? link : null);
  });

  it('needs no more than an id and a status, and keeps a status of tomorrow', () => {
    expect(contract.parse({ id: 5, contract_status: 'ARCHIVED' })).toMatchObject({
      id: { composite: 'T-5', numeric: 5 },
      name: 'T-5',
      status: 'ARCHIVED',
      link: null,
      externalMetadata: null,
    });
  });

  it('is read although optional fields have another form', () => {
    const odd = {
      ...least,
      created_by: { name: 'x' },
      contract_link: false,
      contract_type_id: 'x',
      created: 12,
    };
    expect(contract.parse(odd)).toMatchObject({ createdBy: null, link: null, typeId: null });
  });

  it.each([
    {},
    { id: 'T-1' },
    { ...least, id: 'SD-1' },
    { ...least, id: null },
    { ...least, contract_status: null },
    null,
    'x',
  ])('is refused as %j', (answer) => {
    expect(contract.safeParse(answer).success).toBe(false);
  });
});

describe('lists of contracts', () => {
  it.each([
    ['bare', [least, { ...least, id: 2 }]],
    ['in a list', [[least, { ...least, id: 2 }]]],
  ])('%s', (_name, answer) => {
    expect(contractList.parse(answer).map(({ id }) => id.composite)).toEqual(['T-1', 'T-2']);
  });

  it('empty', () => {
    expect(contractList.parse([])).toEqual([]);
    expect(contractList.parse([[]])).toEqual([]);
  });

  it('are refused as a whole when one is no contract: a look-up must not miss one', () => {
    expect(contractList.safeParse([least, { id: 'T-2' }]).success).toBe(false);
    expect(contractList.safeParse({ results: [] }).success).toBe(false);
  });

  it('by page, with numbers as texts or without', () => {
    const results = [least];
    expect(contractPage.parse({ page: '2', limit: 50, total_results: '120', results })).toMatchObject({
      page: 2,
      limit: 50,
      totalResults: 120,
    });
    expect(contractPage.parse({ results })).toMatchObject({ page: 1, limit: 1, totalResults: 1 });
    expect(contractPage.safeParse({ page: 1 }).success).toBe(false);
  });
});

it.each([
  [undefined, null],
  [null, null],
  ['text', null],
  [{ record_type: 'Deal' }, null],
  [{ id: '' }, null],
  [
    { id: 'a', record_data: [1] },
    { id: 'a', integrationName: null, recordType: null, recordData: {} },
  ],
])('metadata %j', (answer, expected) => {
  expect(externalMetadata.parse(answer)).toEqual(expected);
});

it('status with or without a name', () => {
  expect(contractStatus.parse({ contract_status: 'EXECUTED', contract_name: 'A' })).toEqual({
    status: 'EXECUTED',
    name: 'A',
  });
  expect(contractStatus.parse({ contract_status: 'ON_HOLD' })).toEqual({ status: 'ON_HOLD', name: null });
});

describe('times', () => {
  it.each([
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.123456Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T10:00:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21 10:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00+05:30', '2026-11-21T04:30:00.000Z'],
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
  ])('%s is %s wherever the machine stands', (text, iso) => {
    expect(parseTime(text)?.toISOString()).toBe(iso);
  });

  it.each(['', 'soon', '2026-13-45T00:00:00Z', null, undefined, 5, {}])('%j is none', (value) => {
    expect(optionalTime.parse(value)).toBeNull();
  });
});

describe('around a contract', () => {
  it('key pointers of any value', () => {
    const answer = [
      {
        id: 1,
        value: 'Acme',
        label: 'Name',
        field_name: 'slug_name',
        data_type: 'TEXT',
        format_option: null,
      },
      { id: 'a', value: [1, { b: 2 }], field_name: 'slug_list' },
      { id: 3 },
    ];
    expect(around.keyPointers.parse(answer)).toEqual([
      { id: '1', fieldName: 'slug_name', label: 'Name', value: 'Acme', dataType: 'TEXT' },
      { id: 'a', fieldName: 'slug_list', label: 'slug_list', value: [1, { b: 2 }], dataType: null },
      { id: '3', fieldName: '', label: '', value: null, dataType: null },
    ]);
  });

  it('process metrics', () => {
    const answer = {
      contract_sent_to_cp_datetime: '2026-11-21T10:00:00Z',
      contract_executed_datetime: null,
      contract_signed_by_signatory_list: [
        { is_creator_party: true, signed_datetime: '2026-11-21T11:00:00Z', signatory_email: 'a@x.example' },
        { signatory_email: null },
      ],
      pending_with: 'COUNTER_PARTY',
      contract_status: 'COMPLETED',
    };
    expect(around.processMetrics.parse(answer)).toEqual({
      sentToCounterpartyAt: new Date('2026-11-21T10:00:00Z'),
      markedForSignatureAt: null,
      executedAt: null,
      signedBy: [
        { email: 'a@x.example', signedAt: new Date('2026-11-21T11:00:00Z'), isOurs: true },
        { email: null, signedAt: null, isOurs: false },
      ],
      pendingWith: 'COUNTER_PARTY',
    });
    expect(around.processMetrics.parse({})).toMatchObject({ executedAt: null, signedBy: [] });
  });

  it('recipients, waiting and declined', () => {
    const who = {
      recipient_type: 'SIGNATORY',
      user: { id: 1, name: 'A', email: 'a@x.example' },
      recipient_order: 1,
    };
    const answer = {
      items: [
        { recipient: who, recipient_action: null, status: 'PENDING' },
        {
          recipient: { ...who, user: null, recipient_order: null },
          recipient_action: { is_success: false, action_notes: 'No', timestamp: '2026-11-21T10:00:00Z' },
          status: 'COMPLETED',
        },
      ],
    };
    expect(around.recipients.parse(answer)).toMatchObject([
      {
        type: 'SIGNATORY',
        person: { name: 'A', email: 'a@x.example' },
        order: 1,
        status: 'PENDING',
        action: null,
      },
      {
        person: null,
        order: null,
        action: { isSuccess: false, notes: 'No', at: new Date('2026-11-21T10:00:00Z') },
      },
    ]);
  });

  it('approvals', () => {
    const each = { approval_name: 'Legal', approval_type: 'PRE_SIGN', status: 'APPROVED' };
    const answer = {
      results: [
        {
          approval: { ...each, org_user: { id: 1, name: 'L', email: 'l@x.example' } },
          approval_actions: [],
        },
        { approval: { ...each, org_user: { name: 'M', email: 'm@x.example' }, status: null } },
        { approval: { ...each, org_user: null } },
      ],
    };
    expect(around.approvals.parse(answer)).toMatchObject([
      { name: 'Legal', type: 'PRE_SIGN', status: 'APPROVED', approver: { name: 'L', email: 'l@x.example' } },
      { status: 'PENDING', approver: { name: 'M', email: 'm@x.example' } },
      { approver: null },
    ]);
  });

  it('a download link shows itself to nobody who does not ask for it', () => {
    const url = 'https://storage.googleapis.com/b/o.pdf?X-Goog-Signature=0123456789abcdef';
    const link = around.downloadLink.parse({ url, file_name: null });
    expect(link.url.reveal()).toBe(url);
    expect(JSON.stringify(link)).not.toContain('Signature');
    expect(String(link.url)).not.toContain('storage');
    expect(link.fileName).toBe('contract.pdf');
  });

  it.each(['ftp://x/y', 'javascript:alert(1)', 'file:///etc/passwd', '/relative', ''])(
    'no download link is %s',
    (url) => {
      expect(around.downloadLink.safeParse({ url }).success).toBe(false);
    },
  );
});

describe('the workspace', () => {
  it('templates', () => {
    const items = [
      { id: 1, name: 'A', contract_type_id: null },
      { id: '2', name: 'B', contract_type_id: '9' },
    ];
    expect(workspace.templateList.parse({ items })).toEqual([
      { id: 1, name: 'A', contractTypeId: null },
      { id: 2, name: 'B', contractTypeId: 9 },
    ]);
    expect(workspace.templateList.safeParse(items).success).toBe(false);
  });

  it('questions: defaults as documented, unknown types as text, columns inside', () => {
    const { attributes, counterpartyKind } = workspace.templateMetadata.parse({
      counter_party_kind: 'Alien',
      attributes: [
        { variable: 'name', display_label: 'Name', type: 'rich text' },
        {
          variable: 'rows',
          type: 'repeating',
          required: false,
          attributes: [
            {
              variable: 'rows.kind',
              type: 'enum',
              options: [
                { label: null, value: 3 },
                { label: 'No', value: false },
              ],
            },
          ],
        },
        {
          variable: 'yes',
          type: 'boolean',
          default_value: false,
          parent_variable: 'p',
          parent_type: 'currency',
        },
      ],
    });
    expect(counterpartyKind).toBe('Both');
    expect(attributes[0]).toMatchObject({ label: 'Name', type: 'string', required: true, options: [] });
    expect(attributes[0]).not.toHaveProperty('defaultValue');
    expect(attributes[1]).toMatchObject({ label: 'rows', required: false });
    expect(attributes[1]?.attributes?.[0]?.options).toEqual([
      { label: '3', value: '3' },
      { label: 'No', value: 'false' },
    ]);
    expect(attributes[2]).toMatchObject({ defaultValue: false, parentVariable: 'p', parentType: 'currency' });
  });

  it('entities, with a jurisdiction or without', () => {
    const answer = [
      { id: 1, name: 'Vendor Inc', reference_id: 'r', is_primary: true, jurisdiction: { code2: 'US' } },
      { id: 2, name: 'Vendor Ltd', jurisdiction: 'UK' },
    ];
    expect(workspace.entities.parse(answer)).toEqual([
      { id: 1, name: 'Vendor Inc', referenceId: 'r', isPrimary: true, country: 'US' },
      { id: 2, name: 'Vendor Ltd', referenceId: null, isPrimary: false, country: null },
    ]);
  });

  it('users by whole or by parts of the name', () => {
    const results = [
      { id: 1, email: 'a@x.example', name: 'A B', is_active: true },
      { id: 2, email: 'c@x.example', first_name: 'C', last_name: null, is_active: false },
    ];
    expect(workspace.users.parse({ total_results: 2, results })).toEqual({
      totalResults: 2,
      users: [
        { id: 1, email: 'a@x.example', name: 'A B', isActive: true },
        { id: 2, email: 'c@x.example', name: 'C', isActive: false },
      ],
    });
  });

  it('the key that signs is a secret, and never empty', () => {
    const key = workspace.hmacKey.parse({ hmac_key: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ=' });
    expect(key.reveal()).toBe('c2VjcmV0LXNlY3JldC1zZWNyZXQ=');
    expect(JSON.stringify({ key })).not.toContain('c2Vj');
    expect(workspace.hmacKey.safeParse({ hmac_key: '' }).success).toBe(false);
  });
});
