import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCreateBody, toPreviewBody, type NewContract } from '../../../src/spotdraft/calls/create-body.ts';

const smallest: NewContract = {
  templateId: 1204,
  contractData: {},
  counterparties: [
    { isIndividual: true, pointOfContact: { firstName: 'Inês', lastName: '', email: 'ines@x.example' } },
  ],
  signatories: [],
  workflowConfig: {},
  externalMetadata: {
    id: 'hubspot-deal-1',
    integrationName: 'HubSpot',
    recordType: 'Deal',
    recordData: { portal_id: '1' },
  },
};

const fullest: NewContract = {
  ...smallest,
  contractName: 'Order – Müller & Söhne',
  contractData: { total: { type: 'EUR', value: 49.5 }, rows: [{ a: 1 }, { a: 2 }], yes: false, none: null },
  entityReferenceId: 'ent-1',
  counterparties: [
    {
      isIndividual: false,
      organizationName: 'Müller & Söhne GmbH',
      organizationType: 'GmbH',
      pointOfContact: { firstName: 'Jürgen', lastName: 'Müller', email: 'j@x.example' },
      jurisdiction: 'Germany',
      jurisdictionIsoCode: 'DE',
      address: {
        lineOne: 'Hauptstr. 1',
        lineTwo: 'Hof',
        city: 'Köln',
        state: 'NRW',
        zipcode: '50667',
        country: 'Germany',
        countryIsoCode: 'DE',
        email: 'a@x.example',
        phone: '+49 1',
        taxId: 'DE1',
        gstNumber: 'G1',
      },
      partyRole: 'customer',
    },
  ],
  signatories: [
    {
      name: 'Jürgen Müller',
      email: 'j@x.example',
      isCounterparty: true,
      title: 'CEO',
      counterpartyName: 'Müller & Söhne GmbH',
      signOrder: 1,
      note: 'Please',
    },
    { name: 'Ben', email: 'ben@vendor.example', isCounterparty: false },
  ],
  workflowConfig: {
    autoSendToCounterparty: true,
    apiOnlyContractEdits: false,
    skipCounterpartyInfoCollection: true,
    skipCreatorInfoCollection: false,
  },
};

describe('toCreateBody', () => {
  it('writes the least that SpotDraft takes, and nothing that was not said', () => {
    expect(toCreateBody(smallest)).toBe(
      '{"contract_template_id":1204,"contract_data":{},"counter_party_details":[{"is_individual":true,' +
        '"poc_details":{"first_name":"Inês","last_name":"","email":"ines@x.example"}}],' +
        '"external_metadata":{"id":"hubspot-deal-1","integration_name":"HubSpot","record_type":"Deal",' +
        '"record_data":{"portal_id":"1"}}}',
    );
  });

  it('writes everything under SpotDraft’s names', () => {
    expect(JSON.parse(toCreateBody(fullest))).toEqual({
      contract_template_id: 1204,
      contract_name: 'Order – Müller & Söhne',
      contract_data: {
        total: { type: 'EUR', value: 49.5 },
        rows: [{ a: 1 }, { a: 2 }],
        yes: false,
        none: null,
      },
      counter_party_details: [
        {
          is_individual: false,
          organization_type: 'GmbH',
          organization_name: 'Müller & Söhne GmbH',
          poc_details: { first_name: 'Jürgen', last_name: 'Müller', email: 'j@x.example' },
          organization_details: {
            jurisdiction: 'Germany',
            jurisdiction_iso_code: 'DE',
            address: {
              line_one: 'Hauptstr. 1',
              line_two: 'Hof',
              city: 'Köln',
              state: 'NRW',
              country: 'Germany',
              country_iso_code: 'DE',
              zipcode: '50667',
              email: 'a@x.example',
              phone: '+49 1',
              gst_number: 'G1',
              tax_id: 'DE1',
            },
          },
          party_role_identifier: 'customer',
        },
      ],
      signatories: [
        {
          name: 'Jürgen Müller',
          email: 'j@x.example',
          is_counterparty_signatory: true,
          title: 'CEO',
          counterparty_name: 'Müller & Söhne GmbH',
          sign_order: 1,
          note: 'Please',
        },
        { name: 'Ben', email: 'ben@vendor.example', is_counterparty_signatory: false },
      ],
      entity_reference_id: 'ent-1',
      workflow_config: {
        auto_send_to_counterparty: true,
        api_only_contract_edits: false,
        skip_cp_info_collection: true,
        skip_creator_info_collection: false,
      },
      external_metadata: {
        id: 'hubspot-deal-1',
        integration_name: 'HubSpot',
        record_type: 'Deal',
        record_data: { portal_id: '1' },
      },
    });
  });

  it('gives the same bytes however the plan was put together', () => {
    const keys = Object.keys(fullest) as (keyof NewContract)[];
    fc.assert(
      fc.property(fc.shuffledSubarray(keys, { minLength: keys.length }), (order) => {
        const shuffled = Object.fromEntries(order.map((key) => [key, fullest[key]])) as NewContract;
        expect(toCreateBody(shuffled)).toBe(toCreateBody(fullest));
      }),
    );
  });

  it('loses nothing of the values on their way', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const contractData = JSON.parse(JSON.stringify(data)) as NewContract['contractData'];
        const sent = JSON.parse(toCreateBody({ ...smallest, contractData })) as { contract_data: unknown };
        expect(sent.contract_data).toEqual(contractData);
      }),
    );
  });
});

it('a preview is asked for with the same values and parties as the contract', () => {
  const created = JSON.parse(toCreateBody(fullest)) as Record<string, unknown>;
  const previewed = JSON.parse(toPreviewBody(fullest)) as Record<string, unknown>;
  expect(Object.keys(previewed)).toEqual(['contract_template_id', 'contract_data', 'counter_party_details']);
  for (const key of Object.keys(previewed)) expect(previewed[key]).toEqual(created[key]);
});
