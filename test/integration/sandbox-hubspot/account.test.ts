import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import {
  PropertyCreateFieldTypeEnum as FieldType,
  PropertyCreateTypeEnum as Type,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { describe, expect, it } from 'vitest';
import { userIds } from '../../../sandbox/hubspot/state/accounts.ts';
import { call, clientOf, dealId, refusalOf, startSandbox, token } from './kit.ts';

describe('associations', () => {
  it('carry labels, page by 500, and know both directions', async () => {
    const sandbox = await startSandbox();
    const { basicApi } = clientOf(sandbox).crm.associations.v4;
    const id = dealId(sandbox, 'Alpenglühen');
    const contacts = await basicApi.getPage('deals', id, 'contacts', undefined, 500);
    expect(contacts.results[0]?.associationTypes.map((one) => [one.category, one.label ?? null])).toEqual([
      ['HUBSPOT_DEFINED', null],
      ['USER_DEFINED', 'Signatory'],
      ['USER_DEFINED', 'Billing contact'],
    ]);
    const back = await basicApi.getPage('contacts', contacts.results[0]?.toObjectId ?? '', 'deals');
    expect(back.results.map((one) => String(one.toObjectId))).toContain(id);
    const items = dealId(sandbox, 'Isartal – spare parts');
    const first = await basicApi.getPage('deals', items, 'line_items', undefined, 100);
    const second = await basicApi.getPage('deals', items, 'line_items', first.paging?.next?.after, 100);
    expect([first.results.length, second.results.length]).toEqual([100, 20]);
    expect(
      (await call(sandbox, `GET /crm/v4/objects/deals/${items}/associations/line_items?limit=501`)).status,
    ).toBe(400);
  });

  it('are put with and without labels; one company is primary at a time', async () => {
    const sandbox = await startSandbox();
    const { basicApi } = clientOf(sandbox).crm.associations.v4;
    const id = dealId(sandbox, 'Thames Valley – group');
    const [one = '', two = ''] = (await basicApi.getPage('deals', id, 'companies')).results.map(
      (each) => each.toObjectId,
    );
    const primary = [{ associationCategory: Category.HubspotDefined, associationTypeId: 5 }];
    expect((await basicApi.create('deals', id, 'companies', one, primary)).labels).toEqual(['Primary']);
    await basicApi.create('deals', id, 'companies', two, primary);
    const labels = async () =>
      (await basicApi.getPage('deals', id, 'companies')).results.map((each) =>
        each.associationTypes.map((type) => type.label ?? null),
      );
    expect(await labels()).toEqual([[null], [null, 'Primary']]);
    await basicApi.archive('deals', id, 'companies', one);
    expect(await labels()).toEqual([[null, 'Primary']]);
    expect((await basicApi.createDefault('deals', id, 'companies', one)).results[0]).toMatchObject({
      associationSpec: { associationTypeId: 341 },
    });
    expect(
      (
        await refusalOf(
          basicApi.create('deals', id, 'companies', one, [
            { ...primary[0], associationTypeId: 3 } as (typeof primary)[0],
          ]),
        )
      ).code,
    ).toBe(400);
    expect((await refusalOf(basicApi.createDefault('deals', id, 'companies', '1'))).code).toBe(404);
  });

  it('are read in batches and listed by label', async () => {
    const sandbox = await startSandbox();
    const v4 = clientOf(sandbox).crm.associations.v4;
    const [many, none] = [dealId(sandbox, 'Isartal – spare'), dealId(sandbox, 'Inês')];
    const read = await call(sandbox, 'POST /crm/v4/associations/deals/line_items/batch/read', {
      inputs: [{ id: many }, { id: none }],
    });
    expect(read).toMatchObject({
      status: 207,
      body: {
        numErrors: 1,
        errors: [
          { subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', context: { fromObjectId: [none] } },
        ],
      },
    });
    expect((read.body['results'] as { to: unknown[] }[])[0]?.to).toHaveLength(120);
    const tooMany = Array.from({ length: 1001 }, (_, index) => ({ id: String(index) }));
    expect(
      (await call(sandbox, 'POST /crm/v4/associations/deals/line_items/batch/read', { inputs: tooMany }))
        .status,
    ).toBe(400);
    const labels = await v4.schema.definitionsApi.getAll('deals', 'contacts');
    expect(labels.results.map((one) => one.label ?? null)).toEqual([
      null,
      'Signatory',
      'Billing contact',
      'Legal contact',
    ]);
  });
});

describe('properties', () => {
  const wanted = {
    name: 'dd_status',
    label: 'Status',
    type: Type.Enumeration,
    fieldType: FieldType.Select,
    groupName: 'dd',
    options: [{ value: 'a', label: 'A', hidden: false, displayOrder: 0 }],
  };

  it('are made in a group, once, and then take values', async () => {
    const sandbox = await startSandbox();
    const { properties, deals } = clientOf(sandbox).crm;
    expect((await refusalOf(properties.coreApi.create('deals', wanted))).body['message']).toContain(
      'group dd does not exist',
    );
    await properties.groupsApi.create('deals', { name: 'dd', label: 'DD', displayOrder: -1 });
    expect(
      (await refusalOf(properties.groupsApi.create('deals', { name: 'dd', label: 'DD', displayOrder: -1 })))
        .code,
    ).toBe(409);
    const made = await properties.coreApi.create('deals', wanted);
    expect(made).toMatchObject({
      name: 'dd_status',
      hubspotDefined: false,
      modificationMetadata: { readOnlyValue: false },
    });
    expect((await refusalOf(properties.coreApi.create('deals', wanted))).code).toBe(409);

    const id = dealId(sandbox, 'Copperleaf');
    await deals.basicApi.update(id, { properties: { dd_status: 'a' } });
    expect((await refusalOf(deals.basicApi.update(id, { properties: { dd_status: 'b' } }))).code).toBe(400);
    const options = [...wanted.options, { value: 'b', label: 'B', hidden: false, displayOrder: 1 }];
    await properties.coreApi.update('deals', 'dd_status', { options });
    await deals.basicApi.update(id, { properties: { dd_status: 'b' } });

    await properties.coreApi.archive('deals', 'dd_status');
    expect((await refusalOf(properties.coreApi.getByName('deals', 'dd_status'))).code).toBe(404);
    expect((await properties.coreApi.getAll('deals')).results.some((one) => one.name === 'dd_status')).toBe(
      false,
    );
    expect(
      (await refusalOf(deals.basicApi.update(id, { properties: { dd_status: 'a' } }))).body['message'],
    ).toContain('PROPERTY_DOESNT_EXIST');
  });

  it.each([
    [{ name: 'Upper' }, 'name'],
    [{ type: 'text' }, 'type'],
    [{ fieldType: 'checkboxes' }, 'field type'],
    [{ options: [wanted.options[0], wanted.options[0]] }, 'different values'],
  ])('that make no sense are refused: %j', async (change, message) => {
    const answer = await call(await startSandbox(), 'POST /crm/v3/properties/deals', {
      ...wanted,
      groupName: 'dealinformation',
      ...change,
    });
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain(message);
  });

  it('are listed with what cannot be written, and with stages and pipelines as options', async () => {
    const sandbox = await startSandbox();
    const { results } = await clientOf(sandbox).crm.properties.coreApi.getAll('deals');
    const of = (name: string) => results.find((one) => one.name === name);
    expect(of('hs_is_closed_won')?.modificationMetadata?.readOnlyValue).toBe(true);
    expect(of('dealstage')?.options.map((one) => one.value)).toContain('1080104');
    expect(of('hubspot_owner_id')).toMatchObject({ externalOptions: true, referencedObjectType: 'OWNER' });
    expect((await call(sandbox, 'PATCH /crm/v3/properties/deals/amount', { label: 'x' })).status).toBe(400);
    sandbox.control.seedLargeProperties(1500);
    expect((await clientOf(sandbox).crm.properties.coreApi.getAll('deals')).results.length).toBeGreaterThan(
      1500,
    );
  });

  it('may be renamed or deleted behind the app’s back', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const { portalId } = sandbox.control.portal();
    sandbox.control.addFault({
      kind: 'rename-property',
      portalId,
      name: 'liability_cap',
      to: 'liability_limit',
    });
    sandbox.control.addFault({ kind: 'delete-property', portalId, name: 'governing_law' });
    const read = await clientOf(sandbox).crm.deals.basicApi.getById(id, [
      'liability_cap',
      'liability_limit',
      'governing_law',
    ]);
    expect(read.properties).toMatchObject({ liability_limit: '54000' });
    expect(read.properties).not.toHaveProperty('liability_cap');
    expect(read.properties).not.toHaveProperty('governing_law');
    expect(() =>
      sandbox.control.addFault({ kind: 'delete-property', portalId, name: 'governing_law' }),
    ).toThrow('does not exist');
  });

  it('are made in a batch, all or none', async () => {
    const sandbox = await startSandbox();
    const input = (name: string) => ({ ...wanted, groupName: 'dealinformation', name });
    expect(
      (
        await call(sandbox, 'POST /crm/v3/properties/deals/batch/create', {
          inputs: [input('p_a'), input('amount')],
        })
      ).status,
    ).toBe(409);
    expect((await call(sandbox, 'GET /crm/v3/properties/deals/p_a')).status).toBe(404);
    expect(
      (
        await call(sandbox, 'POST /crm/v3/properties/deals/batch/create', {
          inputs: [input('p_a'), input('p_b')],
        })
      ).status,
    ).toBe(201);
  });
});

describe('the account', () => {
  it('has owners, found by id, by user and by email, page by page', async () => {
    const sandbox = await startSandbox();
    const { ownersApi } = clientOf(sandbox).crm.owners;
    const page = await ownersApi.getPage(undefined, undefined, 2);
    const rest = await ownersApi.getPage(undefined, page.paging?.next?.after, 2);
    expect([page.results.length, rest.results.length]).toEqual([2, 1]);
    const ben = page.results[1];
    expect(ben).toMatchObject({ userId: userIds.ben, firstName: 'Ben', archived: false });
    expect((await call(sandbox, `GET /crm/v3/owners/${userIds.ben}?idProperty=userId`)).body['id']).toBe(
      ben?.id,
    );
    expect((await ownersApi.getPage(ben?.email)).results.map((one) => one.id)).toEqual([ben?.id]);
    const gone = (await call(sandbox, 'GET /crm/v3/owners?archived=true')).body['results'] as object[];
    expect(gone).toHaveLength(1);
    expect(gone[0]).not.toHaveProperty('userId');
    expect((await call(sandbox, 'GET /crm/v3/owners/999')).status).toBe(404);
  });

  it('has two pipelines whose stages say what closes a deal', async () => {
    const { results } = await clientOf(await startSandbox()).crm.pipelines.pipelinesApi.getAll('deals');
    expect(results.map((one) => one.label)).toEqual(['New business', 'Renewals']);
    const closed = results
      .flatMap((one) => one.stages)
      .filter((one) => one.metadata?.['isClosed'] === 'true');
    expect(closed.map((one) => one.metadata?.['probability'])).toEqual(['1.0', '0.0', '1.0', '0.0']);
  });

  it('says who it is', async () => {
    expect((await call(await startSandbox(), 'GET /account-info/v3/details')).body).toMatchObject({
      portalId: 8811001,
      companyCurrency: 'EUR',
      additionalCurrencies: ['USD', 'GBP', 'JPY', 'KWD'],
      timeZone: 'Europe/Berlin',
    });
  });

  it('answers an unknown address or method with an error in HubSpot’s form', async () => {
    const sandbox = await startSandbox();
    expect(await call(sandbox, 'GET /crm/v3/nothing')).toMatchObject({
      status: 404,
      body: { status: 'error', correlationId: expect.any(String) as string },
    });
    expect((await call(sandbox, 'PUT /crm/v3/objects/deals', {})).status).toBe(405);
    expect((await call(sandbox, 'GET /crm/v3/objects/rockets')).status).toBe(400);
  });
});

describe('a file', () => {
  const pdf = Buffer.from('%PDF-1.7\n\u0000 not text');
  const upload = (
    sandbox: Awaited<ReturnType<typeof startSandbox>>,
    name: string,
    options: object = { access: 'PRIVATE' },
  ) =>
    clientOf(sandbox).files.filesApi.upload(
      { data: pdf, name },
      undefined,
      '/DealDraft/2026',
      name,
      undefined,
      JSON.stringify(options),
    );

  it('is uploaded, found by its path, and opened by a link that ends', async () => {
    let at = new Date();
    const sandbox = await startSandbox({ now: () => at });
    const stored = await upload(sandbox, 'Übersicht (final).pdf');
    expect(stored).toMatchObject({
      extension: 'pdf',
      access: 'PRIVATE',
      size: pdf.length,
      path: '/DealDraft/2026/Übersicht (final).pdf',
    });
    const { filesApi } = clientOf(sandbox).files;
    expect((await filesApi.getMetadata('DealDraft/2026/Übersicht (final).pdf')).file?.id).toBe(stored.id);
    expect((await refusalOf(filesApi.getMetadata('DealDraft/2026/other.pdf'))).code).toBe(404);
    const named = async (name: string): Promise<unknown> =>
      (await call(sandbox, `GET /files/v3/files/search?name=${encodeURIComponent(name)}`)).body['results'];
    expect(await named('Übersicht (final).pdf')).toMatchObject([{ id: stored.id }]);
    expect(await named('other.pdf')).toEqual([]);

    const { url } = await filesApi.getSignedUrl(stored.id);
    const opened = await fetch(url);
    expect(Buffer.from(await opened.arrayBuffer())).toEqual(pdf);
    expect((await fetch(url.replace(/.$/, (end) => (end === '0' ? '1' : '0')))).status).toBe(403);
    expect((await fetch(stored.url ?? '')).status).toBe(404);
    at = new Date(at.getTime() + 3_601_000);
    expect((await fetch(url)).status).toBe(403);
  });

  it('with a taken name gets a number, or takes the place when told', async () => {
    const sandbox = await startSandbox();
    const first = await upload(sandbox, 'a.pdf');
    expect((await upload(sandbox, 'a.pdf')).name).toBe('a-1');
    expect((await upload(sandbox, 'a.pdf', { access: 'PRIVATE', overwrite: true })).id).toBe(first.id);
    expect(sandbox.control.portal().files.size).toBe(2);
  });

  it('without what is needed is refused', async () => {
    const sandbox = await startSandbox();
    const post = async (fields: Record<string, string | Blob>): Promise<number> => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return (
        await fetch(`${sandbox.origin}/files/v3/files`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body,
        })
      ).status;
    };
    const whole = { file: new Blob(['x']), folderPath: '/a', options: '{"access":"PRIVATE"}' };
    expect(await post(whole)).toBe(201);
    for (const missing of Object.keys(whole))
      expect(await post(Object.fromEntries(Object.entries(whole).filter(([name]) => name !== missing)))).toBe(
        400,
      );
    expect(await post({ ...whole, options: '{"access":"SECRET"}' })).toBe(400);
    expect((await call(sandbox, 'POST /files/v3/files', { file: 'x' })).status).toBe(400);
    expect((await call(sandbox, 'GET /files/v3/files/1')).status).toBe(404);
  });
});
