import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { describe, expect, it } from 'vitest';
import { accessTokens, appId, secondPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { call, clientOf, dealId, refusalOf, startSandbox } from './kit.ts';

const note = { associationCategory: Category.HubspotDefined, associationTypeId: 214 };

describe('a record', () => {
  it('is read with what was asked for: values, nulls, history, associations', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Alpenglühen');
    const { crm } = clientOf(sandbox);
    const read = await crm.deals.basicApi.getById(
      id,
      ['dealname', 'po_number', 'no_such'],
      ['amount'],
      ['line_items', 'contacts', 'quotes'],
    );
    expect(read.properties).toMatchObject({
      dealname: 'Alpenglühen – fleet platform 2027',
      po_number: null,
      hs_object_id: id,
    });
    expect(read.properties).not.toHaveProperty('no_such');
    expect(read.propertiesWithHistory?.['amount']?.[0]).toMatchObject({
      value: '148500',
      sourceType: 'IMPORT',
    });
    expect(read.associations?.['line items']?.results).toHaveLength(3);
    expect(read.associations?.['contacts']?.results.map((one) => one.type)).toContain('deal_to_signatory');
    expect(read.associations?.['quotes']?.results).toHaveLength(1);
  });

  it('comes with HubSpot’s usual properties when none are named', async () => {
    const sandbox = await startSandbox();
    const read = await clientOf(sandbox).crm.deals.basicApi.getById(dealId(sandbox, 'Copperleaf'));
    expect(Object.keys(read.properties).toSorted()).toEqual(
      ['amount', 'closedate', 'createdate', 'dealname', 'dealstage', 'hs_lastmodifieddate', 'hs_object_id', 'pipeline'], // prettier-ignore
    );
  });

  it('is written with history that names the app, and only where something changed', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const before = sandbox.control.record('deals', id).updatedAt;
    await clientOf(sandbox).crm.deals.basicApi.update(id, {
      properties: { amount: '60000', dealname: 'Copperleaf – lab automation', closedate: '' },
    });
    const { properties, history, updatedAt } = sandbox.control.record('deals', id);
    expect(properties).toMatchObject({
      amount: '60000',
      hs_lastmodifieddate: updatedAt,
      amount_in_home_currency: '55555.56',
    });
    expect(properties).not.toHaveProperty('closedate');
    expect(updatedAt > before).toBe(true);
    expect(history['amount']).toHaveLength(2);
    expect(history['amount']?.[0]).toMatchObject({
      value: '60000',
      sourceType: 'INTEGRATION',
      sourceId: String(appId),
    });
    expect(history['dealname']).toHaveLength(1);
    expect(history['closedate']?.[0]?.value).toBe('');
  });

  it('is made whole or not at all', async () => {
    const sandbox = await startSandbox();
    const { notes } = clientOf(sandbox).crm.objects;
    const id = dealId(sandbox, 'Copperleaf');
    const properties = { hs_timestamp: '2026-11-01T00:00:00Z', hs_note_body: 'x'.repeat(60_000) };
    const made = await notes.basicApi.create({ properties, associations: [{ to: { id }, types: [note] }] });
    const linked = await clientOf(sandbox).crm.associations.v4.basicApi.getPage('deals', id, 'notes');
    expect(linked.results.map((one) => String(one.toObjectId))).toEqual([made.id]);

    const count = sandbox.control.portal().records.size;
    expect(
      (
        await refusalOf(
          notes.basicApi.create({ properties, associations: [{ to: { id: '1' }, types: [note] }] }),
        )
      ).code,
    ).toBe(404);
    const wrong = { ...note, associationTypeId: 9999 };
    expect(
      (await refusalOf(notes.basicApi.create({ properties, associations: [{ to: { id }, types: [wrong] }] })))
        .code,
    ).toBe(400);
    expect(sandbox.control.portal().records.size).toBe(count);
  });

  it('refuses values one by one, by name', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const properties = {
      nope: '1',
      hs_object_id: '2',
      amount: 'much',
      contract_start_date: '2027-01-01T10:00:00Z',
      governing_law: 'mars',
      hubspot_owner_id: '1',
      auto_renewal: 'maybe',
    };
    const { code, body } = await refusalOf(clientOf(sandbox).crm.deals.basicApi.update(id, { properties }));
    expect(code).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    const errors = body['errors'] as { code: string; context: { propertyName: string[] } }[];
    expect(Object.fromEntries(errors.map((one) => [one.context.propertyName[0], one.code]))).toEqual({
      nope: 'PROPERTY_DOESNT_EXIST',
      hs_object_id: 'READ_ONLY_VALUE',
      amount: 'INVALID_DOUBLE',
      contract_start_date: 'INVALID_DATE',
      governing_law: 'INVALID_OPTION',
      hubspot_owner_id: 'INVALID_OWNER_ID',
      auto_renewal: 'INVALID_BOOLEAN',
    });
    expect(sandbox.control.record('deals', id).properties['amount']).toBe('54000');
  });

  it.each([
    [{ properties: { amount: 5 } }, 'properties.amount'],
    [{ properties: { amount: null } }, 'properties.amount'],
    [{}, 'properties'],
    ['{"properties":', 'cannot be parsed'],
  ])('refuses a body that is not in its form: %j', async (body, message) => {
    const sandbox = await startSandbox();
    const answer = await call(sandbox, `PATCH /crm/v3/objects/deals/${dealId(sandbox, 'Copperleaf')}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain(message);
  });

  it('stands in a stage of its own pipeline only', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const { basicApi } = clientOf(sandbox).crm.deals;
    expect((await refusalOf(basicApi.update(id, { properties: { dealstage: '1080101' } }))).code).toBe(400);
    expect((await refusalOf(basicApi.update(id, { properties: { pipeline: '740021' } }))).code).toBe(400);
    await basicApi.update(id, { properties: { pipeline: '740021', dealstage: '1080104' } });
    expect(sandbox.control.record('deals', id).properties).toMatchObject({
      hs_is_closed_won: 'true',
      hs_deal_stage_probability: '1.0',
    });
  });

  it('is archived, found as archived, and gone otherwise; twice does no harm', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const { basicApi } = clientOf(sandbox).crm.deals;
    await basicApi.archive(id);
    await basicApi.archive(id);
    expect(await refusalOf(basicApi.getById(id))).toMatchObject({
      code: 404,
      body: { category: 'OBJECT_NOT_FOUND' },
    });
    const archived = await basicApi.getById(id, undefined, undefined, undefined, true);
    expect(archived.archived).toBe(true);
    expect(
      (await basicApi.getPage(100, undefined, undefined, undefined, undefined, true)).results.map(
        (one) => one.id,
      ),
    ).toEqual([id]);
  });

  it('that was merged answers as a third one, to which the associations of both moved', async () => {
    const sandbox = await startSandbox();
    const { deals, associations } = clientOf(sandbox).crm;
    const [primary, merged] = [dealId(sandbox, 'Domtoren'), dealId(sandbox, 'Copperleaf')];
    const { body } = await call(sandbox, 'POST /crm/v3/objects/deals/merge', {
      primaryObjectId: primary,
      objectIdToMerge: merged,
    });
    const id = String(body['id']);
    expect([primary, merged]).not.toContain(id);
    for (const old of [primary, merged]) {
      const read = await deals.basicApi.getById(old, ['dealname', 'governing_law', 'hs_merged_object_ids']);
      expect(read.id).toBe(id);
      expect(read.properties).toMatchObject({
        dealname: 'Domtoren – evaluation',
        governing_law: 'new_york',
        hs_object_id: id,
        hs_merged_object_ids: `${primary};${merged}`,
      });
      expect((await associations.v4.basicApi.getPage('deals', old, 'companies')).results).toEqual([]);
      expect((await refusalOf(deals.basicApi.getById(old, undefined, undefined, undefined, true))).code).toBe(
        404,
      );
    }
    const companies = await associations.v4.basicApi.getPage('deals', id, 'companies');
    expect(companies.results).toHaveLength(2);
    expect(
      companies.results.flatMap((one) => one.associationTypes).filter((one) => one.label === 'Primary'),
    ).toHaveLength(1);
    const batch = await call(sandbox, 'POST /crm/v4/associations/deals/companies/batch/read', {
      inputs: [{ id: primary }, { id }],
    });
    expect(batch.body['results']).toMatchObject([{ from: { id } }]);
    const found = await deals.searchApi.doSearch({
      filterGroups: [],
      properties: ['dealname'],
      limit: 100,
      sorts: [],
    });
    const ids = found.results.map((one) => one.id);
    expect(ids).toContain(id);
    expect(ids).not.toContain(primary);
    expect(ids).not.toContain(merged);
  });

  it('that came of a merge can be merged again: every id that it ever had leads on', async () => {
    const sandbox = await startSandbox();
    const [a, b, c] = sandbox.control.seedDeals(3) as [string, string, string];
    const first = sandbox.control.mergeDeals(a, b);
    const last = sandbox.control.mergeDeals(c, first);
    const read = await clientOf(sandbox).crm.deals.basicApi.getById(b, ['hs_merged_object_ids']);
    expect(read.id).toBe(last);
    expect(read.properties['hs_merged_object_ids']?.split(';').toSorted()).toEqual(
      [a, b, c, first].toSorted(),
    );
    const batch = await call(sandbox, 'POST /crm/v3/objects/deals/batch/read', {
      inputs: [{ id: a }, { id: first }],
      properties: ['dealname'],
    });
    expect(batch.body['results']).toMatchObject([{ id: last }]);
  });

  it.each(['companies', 'contacts'] as const)('of type %s merges the same way', async (type) => {
    const sandbox = await startSandbox();
    const [deal, other] = sandbox.control.seedDeals(2) as [string, string];
    const partOf = (id: string): string => {
      const edges = sandbox.control.portal().associations.get(`deals/${id}`)?.keys() ?? [];
      return [...edges].find((key) => key.startsWith(type))?.slice(type.length + 1) ?? '';
    };
    const [primary, merged] = [partOf(deal), partOf(other)];
    const id = sandbox.control.merge(type, { primary, merged });
    const { associations } = clientOf(sandbox).crm;
    for (const one of [deal, other]) {
      const { results } = await associations.v4.basicApi.getPage('deals', one, type);
      expect(results.map(({ toObjectId }) => String(toObjectId))).toEqual([id]);
    }
    const read = await call(sandbox, `GET /crm/v3/objects/${type}/${merged}?properties=hs_merged_object_ids`);
    expect(read.body).toMatchObject({ id, properties: { hs_merged_object_ids: `${primary};${merged}` } });
  });

  it('is found by a unique property, and only by such a one', async () => {
    const sandbox = await startSandbox();
    const { contacts } = clientOf(sandbox).crm;
    const read = await contacts.basicApi.getById(
      'Kenji.Sato@tokyo-robotics.example',
      ['lastname'],
      undefined,
      undefined,
      false,
      'email',
    );
    expect(read.properties['lastname']).toBe('佐藤');
    expect(
      (await refusalOf(contacts.basicApi.getById('x', undefined, undefined, undefined, false, 'lastname')))
        .code,
    ).toBe(400);
    expect(
      (
        await refusalOf(
          contacts.basicApi.create({
            properties: { email: 'kenji.sato@tokyo-robotics.example' },
            associations: [],
          }),
        )
      ).code,
    ).toBe(409);
  });

  it('is listed page by page', async () => {
    const sandbox = await startSandbox();
    const { basicApi } = clientOf(sandbox).crm.lineItems;
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await basicApi.getPage(100, after);
      ids.push(...page.results.map((one) => one.id));
      after = page.paging?.next?.after;
      if (after === undefined) break;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(140);
    expect((await call(sandbox, 'GET /crm/v3/objects/deals?limit=101')).status).toBe(400);
  });

  it('of another account does not exist', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    expect(
      (await call(sandbox, `GET /crm/v3/objects/deals/${id}`, undefined, accessTokens[secondPortalId]))
        .status,
    ).toBe(404);
    expect((await call(sandbox, `GET /crm/v3/objects/deals/${id}`)).status).toBe(200);
  });
});
