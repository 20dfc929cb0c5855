import { expect, it } from 'vitest';
import { contractQuery, type ContractQuery } from '../../../src/spotdraft/calls/filters.ts';
import { paths } from '../../../src/spotdraft/transport/paths.ts';
import { normalizeBaseUrl } from '../../../src/spotdraft/transport/transport.ts';

const id = { composite: 'H-7', numeric: 7 };

/** As SpotDraft's published API description writes them: which ids, and where a slash ends them. */
it.each([
  [paths.contracts, 'contracts/'],
  [paths.preview, 'contracts/preview/'],
  [paths.byExternalId('hubspot-deal-1'), 'contracts/by_external_metadata/hubspot-deal-1'],
  [paths.status(id), 'contracts/H-7/status'],
  [paths.void(id), 'contracts/H-7/status/void'],
  [paths.externalMetadata(id), 'contracts/H-7/external_metadata'],
  [paths.sendToCounterparties(id), 'contracts/H-7/send_to_counterparties'],
  [paths.markForSignature(id), 'contracts/H-7/mark_for_execution/'],
  [paths.unmarkForSignature(id), 'contracts/H-7/unmark_for_execution'],
  [paths.keyPointers(id), 'contracts/H-7/key_pointers'],
  [paths.processMetrics(id), 'contracts/7/process_metrics/'],
  [paths.processMetrics(7), 'contracts/7/process_metrics/'],
  [paths.recipients(id), 'contracts/H-7/recipients/'],
  [paths.approvals(id), 'contracts/approvals/H-7/'],
  [paths.resendEmail(id), 'contracts/H-7/signatories/resend_email/'],
  [paths.downloadLink(id), 'contracts/H-7/download_link'],
  [paths.contractData(id), 'contracts/H-7/contract_data'],
  [paths.questionnaireResponses(id), 'contracts/7/questionnaire/responses/'],
  [paths.retriggerLatest, 'contracts/webhooks/re_trigger_latest/'],
  [paths.templates, 'templates/'],
  [paths.template(3), 'templates/3/'],
  [paths.templateMetadata(3), 'templates/3/metadata'],
  [paths.contractTypes, 'contract_types/'],
  [paths.contractTypeEntities(3), 'contract_types/3/entities'],
  [paths.entities, 'organizations/entities/'],
  [paths.organizationTypes, 'organizations/types/'],
  [paths.users, 'auth/users/'],
  [paths.webhooks, 'webhooks/'],
  [paths.webhook(3), 'webhooks/3'],
  [paths.hmacKey, 'webhooks/hmac_key/'],
])('%s', (path, expected) => {
  expect(path).toBe(`/api/v2.1/public/${expected}`);
});

it('has no path that this file does not hold', () => {
  expect(Object.keys(paths)).toHaveLength(29);
});

it('escapes what comes from elsewhere', () => {
  expect(paths.byExternalId('a/b?c#d é')).toBe(
    '/api/v2.1/public/contracts/by_external_metadata/a%2Fb%3Fc%23d%20%C3%A9',
  );
});

it.each([
  ['https://api.eu.spotdraft.com', 'https://api.eu.spotdraft.com'],
  ['https://api.eu.spotdraft.com/', 'https://api.eu.spotdraft.com'],
  [' https://api.eu.spotdraft.com/api ', 'https://api.eu.spotdraft.com'],
  ['https://api.eu.spotdraft.com/api/', 'https://api.eu.spotdraft.com'],
  ['https://api.spotdraft.com/api/v2', 'https://api.spotdraft.com'],
  ['https://api.eu.spotdraft.com/api/v2.1/public/', 'https://api.eu.spotdraft.com'],
  ['https://gateway.example.com/spotdraft/api', 'https://gateway.example.com/spotdraft'],
  ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
])('takes %j as %s', (text, base) => {
  expect(normalizeBaseUrl(text)).toBe(base);
});

it.each<[Partial<ContractQuery>, Record<string, string>]>([
  [{}, {}],
  [{ limit: 500 }, { limit: '100' }],
  [{ query: 'Müller & Söhne' }, { query: 'Müller & Söhne' }],
  [{ query: '' }, {}],
  [{ filters: { contract_id: { in: ['T-1', 'H-1'] } } }, { 'filter__contract_id[$in]': 'T-1,H-1' }],
  [{ filters: { display_status: { in: ['a,b', 'c'] } } }, { 'filter__display_status[$in]': 'a\\,b,c' }],
  [
    { filters: { last_updated_on: { gte: '2026-11-01T00:00:00Z', lt: '2026-11-02T00:00:00Z' } } },
    {
      'filter__last_updated_on[$gte]': '2026-11-01T00:00:00Z',
      'filter__last_updated_on[$lt]': '2026-11-02T00:00:00Z',
    },
  ],
])('asks %j', (query, expected) => {
  const parameters = contractQuery({ page: 2, limit: 25, ...query });
  expect(Object.fromEntries(parameters)).toEqual({ page: '2', limit: '25', ...expected });
});
