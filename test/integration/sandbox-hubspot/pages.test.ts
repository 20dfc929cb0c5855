import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { northwindPortalId, userIds } from '../../../sandbox/hubspot/state/accounts.ts';
import { answerJson, call, clientOf, dealId, startApp, startSandbox } from './kit.ts';

type Json = Record<string, unknown>;
const page = async (
  sandbox: { origin: string },
  line: string,
  body?: object,
): Promise<{ status: number; body: Json }> => {
  const [method = 'GET', path = ''] = line.split(' ');
  const response = await fetch(`${sandbox.origin}/__crm/api${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
};
const at = `/portals/${northwindPortalId}`;

describe('the CRM’s pages', () => {
  it('list deals by search, pipeline and page', async () => {
    const sandbox = await startSandbox();
    const all = await page(sandbox, `GET ${at}/deals?limit=10`);
    expect(all.body).toMatchObject({ total: 20, paging: { next: { after: '10' } } });
    expect((await page(sandbox, `GET ${at}/deals?limit=10&after=10`)).body['results']).toHaveLength(10);
    expect((await page(sandbox, `GET ${at}/deals?pipeline=740021`)).body['total']).toBe(4);
    const found = await page(sandbox, `GET ${at}/deals?search=${encodeURIComponent('zürich')}`);
    expect(found.body['total']).toBe(0);
    const [row] = (await page(sandbox, `GET ${at}/deals?search=${encodeURIComponent('ŁÓDŹ')}`)).body[
      'results'
    ] as Json[];
    expect(row).toMatchObject({
      name: 'Włókna Łódź – pallet robots',
      amount: '86400.50',
      currency: 'EUR',
      stageLabel: 'Contract',
      company: 'Włókna Łódź',
      ownerName: 'Ben Okafor',
    });
  });

  it('show a deal with everything around it', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Harbor & Pine – two');
    const file = await clientOf(sandbox).files.filesApi.upload(
      { data: Buffer.from('%PDF'), name: 'signed.pdf' },
      undefined,
      '/x',
      'signed.pdf',
      undefined,
      '{"access":"PRIVATE"}',
    );
    await call(sandbox, 'POST /crm/v3/objects/notes', {
      properties: {
        hs_timestamp: '2027-01-01T00:00:00Z',
        hs_note_body: 'Signed',
        hs_attachment_ids: `${file.id};1`,
      },
      associations: [
        { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 214 }] },
      ],
    });
    const { body } = await page(sandbox, `GET ${at}/deals/${id}`);
    expect(body).toMatchObject({
      name: 'Harbor & Pine – two sites',
      stage: { label: 'Contract' },
      pipeline: { label: 'New business' },
      companies: [{ name: 'Harbor & Pine Logistics', primary: true }],
    });
    expect((body['contacts'] as { name: string; types: { label: string }[] }[]).map((one) => [one.name, one.types.at(-1)?.label])).toEqual([["Dolores O'Hara", 'Signatory'], ['Marcus Whitfield', 'Billing contact']]); // prettier-ignore
    expect(body['lineItems']).toHaveLength(3);
    expect(body['quotes']).toHaveLength(1);
    const timeline = body['timeline'] as Json[];
    expect(timeline[0]).toMatchObject({
      kind: 'note',
      body: 'Signed',
      attachments: [{ id: file.id, name: 'signed.pdf', size: 4 }],
    });
    expect(timeline.filter((one) => one['kind'] === 'note')).toHaveLength(3);
    const content = await fetch(`${sandbox.origin}/__crm/api${at}/files/${file.id}/content`);
    expect([content.headers.get('content-type'), await content.text()]).toEqual(['application/pdf', '%PDF']);
  });

  it('edit as a person, and refuse what the API refuses', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    expect(
      (await page(sandbox, `PATCH ${at}/deals/${id}`, { userId: userIds.ben, properties: { amount: '77' } }))
        .status,
    ).toBe(200);
    const [change] = ((await page(sandbox, `GET ${at}/deals/${id}`)).body['timeline'] as Json[]).filter(
      (one) => one['property'] === 'amount',
    );
    expect(change).toMatchObject({
      label: 'Amount',
      from: '54000',
      to: '77',
      source: 'CRM_UI',
      sourceId: `userId:${userIds.ben}`,
    });
    expect((await page(sandbox, `PATCH ${at}/deals/${id}`, { properties: { amount: 'x' } })).status).toBe(
      400,
    );
    expect((await page(sandbox, `PATCH ${at}/deals/1`, { properties: {} })).status).toBe(404);
    expect((await page(sandbox, `PATCH ${at}/deals/${id}`, {})).status).toBe(400);

    const [company] = (await page(sandbox, `GET ${at}/records/companies?search=copperleaf`)).body[
      'results'
    ] as { id: string }[];
    expect(
      (
        await page(sandbox, `PATCH ${at}/records/companies/${company?.id}`, {
          properties: { country: 'USA' },
        })
      ).body,
    ).toMatchObject({ properties: { country: 'USA' } });
    const item = await page(sandbox, `POST ${at}/records/line_items`, {
      dealId: id,
      properties: { name: 'Extra', quantity: '2', price: '10.5', hs_discount_percentage: '10' },
    });
    expect(item).toMatchObject({ status: 201, body: { properties: { amount: '18.9' } } });
    expect((await page(sandbox, `GET ${at}/deals/${id}`)).body['lineItems']).toHaveLength(2);
    expect((await page(sandbox, `DELETE ${at}/records/line_items/${String(item.body['id'])}`)).status).toBe(
      204,
    );
    expect((await page(sandbox, `GET ${at}/deals/${id}`)).body['lineItems']).toHaveLength(1);
  });

  it('label associations, delete, restore and merge deals', async () => {
    const sandbox = await startSandbox();
    const [id, other] = [dealId(sandbox, 'Thames Valley – group'), dealId(sandbox, 'Copperleaf')];
    const companies = async () =>
      (await page(sandbox, `GET ${at}/deals/${id}`)).body['companies'] as { id: string; primary: boolean }[];
    const [first] = await companies();
    await page(sandbox, `PUT ${at}/deals/${id}/associations/companies/${first?.id}`, { typeIds: [5] });
    expect((await companies()).map((one) => one.primary)).toEqual([true, false]);
    await page(sandbox, `DELETE ${at}/deals/${id}/associations/companies/${first?.id}`, { typeIds: [5] });
    expect((await companies()).map((one) => one.primary)).toEqual([false, false]);
    await page(sandbox, `DELETE ${at}/deals/${id}/associations/companies/${first?.id}`);
    expect(await companies()).toHaveLength(1);
    expect((await page(sandbox, `GET ${at}/labels/contacts`)).body['results']).toHaveLength(4);

    expect((await page(sandbox, `DELETE ${at}/deals/${id}`)).status).toBe(204);
    expect((await page(sandbox, `GET ${at}/deals/${id}`)).status).toBe(404);
    expect((await page(sandbox, `POST ${at}/deals/${id}/restore`)).status).toBe(204);
    const united = await page(sandbox, `POST ${at}/records/deals/merge`, {
      primaryObjectId: id,
      objectIdToMerge: other,
    });
    expect(united.status).toBe(200);
    for (const old of [id, other])
      expect((await page(sandbox, `GET ${at}/deals/${old}`)).body['id']).toBe(united.body['id']);
    expect((await page(sandbox, `POST ${at}/deals/${other}/restore`)).status).toBe(404);
  });

  it('give cards their context and their data', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Alpenglühen');
    const context = `portalId=${northwindPortalId}&userId=${userIds.ada}`;
    expect((await page(sandbox, `GET /context?${context}&dealId=${id}&location=crm.record.tab`)).body).toMatchObject({
      location: 'crm.record.tab', crm: { objectId: Number(id), objectTypeId: '0-3' }, portal: { id: northwindPortalId, timezone: 'Europe/Berlin' },
      user: { id: userIds.ada, permissions: ['integrations-management-write'] }, variables: { API_ORIGIN: 'https://dealdraft.example' },
    }); // prettier-ignore
    expect((await page(sandbox, `GET /context?${context}&location=settings`)).body).not.toHaveProperty('crm');
    expect(
      (await page(sandbox, `GET /context?portalId=${northwindPortalId}&userId=1&location=settings`)).status,
    ).toBe(404);

    const asked = { portalId: northwindPortalId, objectTypeId: '0-3', objectId: Number(id) };
    expect(
      (await page(sandbox, 'POST /crm-properties', { ...asked, properties: ['amount', 'po_number'] })).body,
    ).toEqual({ properties: { amount: '148500', po_number: null } });
  });

  it('run workflow actions', async () => {
    const app = await startApp((_request, response) =>
      answerJson(response, 200, { outputFields: { hs_execution_state: 'SUCCESS' } }),
    );
    const sandbox = await startSandbox({ appOrigin: app.origin });
    const enrolled = await page(sandbox, `POST ${at}/workflows/enrol`, {
      dealId: dealId(sandbox, 'Copperleaf'),
      actionUrl: '/hubspot/actions/get-contract',
    });
    expect(enrolled).toMatchObject({ status: 201, body: { state: 'RUNNING' } });
    await sandbox.control.idle();
    expect((await page(sandbox, `GET ${at}/workflows`)).body).toMatchObject({
      results: [{ state: 'SUCCEEDED' }],
      actions: [],
    });
  });

  it('know their accounts, users, owners and pipelines, and nothing else', async () => {
    const sandbox = await startSandbox();
    expect((await page(sandbox, 'GET /portals')).body['results']).toHaveLength(2);
    const users = (await page(sandbox, `GET ${at}/me`)).body['results'] as { superAdmin: boolean }[];
    expect(users.map((one) => one.superAdmin)).toEqual([true, false, false]);
    expect((await page(sandbox, `GET ${at}/pipelines`)).body['results']).toHaveLength(2);
    expect((await page(sandbox, `GET ${at}/owners`)).body['results']).toHaveLength(4);
    expect((await page(sandbox, 'GET /portals/1/deals')).status).toBe(404);
    expect((await page(sandbox, 'GET /nothing')).status).toBe(404);
  });
});

describe('the program', () => {
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'hubspot-sandbox-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };

  it('says where it listens, and stops when asked', async () => {
    const child = spawn(
      process.execPath,
      ['sandbox/hubspot/main.ts', '--port', '0', '--data-file', join(folder(), 'state.json')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    );
    const origin = /^HubSpot sandbox on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line)?.[1] ?? '';
    expect((await fetch(`${origin}/__crm/api/portals`)).status).toBe(200);
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('keeps its state in a file', async () => {
    const dataFile = join(folder(), 'state.json');
    const first = await startSandbox({ dataFile });
    const id = dealId(first, 'Copperleaf');
    first.control.editDeal(id, { dealname: 'Kept' });
    await first.close();
    const second = await startSandbox({ dataFile });
    expect(second.control.record('deals', id).properties['dealname']).toBe('Kept');
    expect((await call(second, 'POST /crm/v3/objects/deals', { properties: {} })).status).toBe(201);
  });

  it('makes hundreds of deals quickly', async () => {
    const sandbox = await startSandbox();
    const ids = sandbox.control.seedDeals(500, { lineItems: 1, properties: { governing_law: 'germany' } });
    expect(new Set(ids).size).toBe(500);
    expect((await page(sandbox, `GET ${at}/deals/${ids[499]}`)).body).toMatchObject({
      properties: { governing_law: 'germany' },
      contacts: [{}],
      companies: [{ primary: true }],
      lineItems: [{}],
    });
  });
});
