import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createHubSpotClient } from '../../../src/hubspot/client.ts';
import { dealPropertyDefinitions, dealPropertyGroup } from '../../../src/hubspot/calls/deal-properties.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';

type Property = {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  options: { value: string; label: string; hidden: boolean }[];
};

/** The part of an account that keeps properties and pipelines, with the refusals HubSpot makes. */
let account: {
  groups: Set<string>;
  properties: Map<string, Property>;
  writes: string[];
  hidden: Set<string>;
  pipelines: unknown;
};
let server: Server;
let origin: string;

const route = (method: string, path: string, body: string): [number, unknown] => {
  const [, name = ''] = /^\/crm\/v3\/properties\/deals\/(.+)$/.exec(path) ?? [];
  if (method !== 'GET') account.writes.push(`${method} ${path}`);
  if (path === '/crm/v3/pipelines/deals') return [200, account.pipelines];
  if (name === 'groups') {
    if (method === 'GET')
      return [
        200,
        {
          results: [...account.groups]
            .filter((each) => !account.hidden.has(each))
            .map((each) => ({ name: each, label: each })),
        },
      ];
    const group = JSON.parse(body) as { name: string };
    if (account.groups.has(group.name)) return [409, { category: 'CONFLICT', message: 'exists' }];
    account.groups.add(group.name);
    return [201, group];
  }
  if (name === '' && method === 'GET')
    return [
      200,
      { results: [...account.properties.values()].filter((each) => !account.hidden.has(each.name)) },
    ];
  if (method === 'POST') {
    const sent = JSON.parse(body) as Partial<Property> & { name: string; groupName: string };
    const property = { label: '', type: '', fieldType: '', ...sent, options: sent.options ?? [] };
    if (!account.groups.has(property.groupName))
      return [400, { message: `Property group ${property.groupName} does not exist` }];
    if (account.properties.has(property.name)) return [409, { category: 'CONFLICT', message: 'exists' }];
    account.properties.set(property.name, property);
    return [201, property];
  }
  const property = account.properties.get(name);
  if (property === undefined) return [404, {}];
  if (method === 'PATCH') Object.assign(property, JSON.parse(body));
  return [200, property];
};

beforeEach(async () => {
  account = {
    groups: new Set(),
    properties: new Map(),
    writes: [],
    hidden: new Set(),
    pipelines: { results: [] },
  };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const [status, answer] = route(
        request.method ?? '',
        new URL(request.url ?? '/', origin).pathname,
        body,
      );
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

const client = () =>
  createHubSpotClient({
    basePath: origin,
    portalId: 1,
    accessToken: () => Promise.resolve(ok(new Secret('token'))),
    acquire: () => Promise.resolve(),
  });
const value = async <Value>(result: Promise<Result<Value, { text: { log: string } }>>): Promise<Value> => {
  const settled = await result;
  if (!settled.ok) throw new Error(settled.failure.text.log);
  return settled.value;
};
const names = dealPropertyDefinitions.map(({ name }) => name);

describe('DealDraft’s own properties', () => {
  it('are created once, and a second run writes nothing', async () => {
    expect(await value(client().ensurePropertyGroup(dealPropertyGroup))).toBe('created');
    expect((await value(client().ensureDealProperties(dealPropertyDefinitions))).created).toEqual(names);
    expect(account.properties.get('dealdraft_status')).toMatchObject({
      type: 'enumeration',
      fieldType: 'select',
      groupName: 'dealdraft',
    });
    expect(account.properties.get('dealdraft_status')?.options.map(({ value: each }) => each)).toEqual([
      'none',
      'draft',
      'review',
      'signing',
      'executed',
      'on_hold',
      'voided',
    ]);
    expect(account.properties.get('dealdraft_signed_document')).toMatchObject({
      type: 'string',
      fieldType: 'file',
    });

    account.writes = [];
    expect(await value(client().ensurePropertyGroup(dealPropertyGroup))).toBe('present');
    expect((await value(client().ensureDealProperties(dealPropertyDefinitions))).unchanged).toEqual(names);
    expect(account.writes).toEqual([]);
  });

  it('are created by two at the same time without a fault', async () => {
    const both = await Promise.all([1, 2].map(async () => {
      await value(client().ensurePropertyGroup(dealPropertyGroup));
      return value(client().ensureDealProperties(dealPropertyDefinitions));
    })); // prettier-ignore
    expect(both.flatMap(({ created }) => created).toSorted()).toEqual(names.toSorted());
    expect([...account.properties.keys()].toSorted()).toEqual(names.toSorted());
  });

  it('that the list did not show yet are checked after the conflict', async () => {
    account.groups.add('dealdraft');
    const options = [{ value: 'draft', label: 'Entwurf', hidden: false }, { value: 'custom', label: 'Custom', hidden: true }]; // prettier-ignore
    account.properties.set('dealdraft_status', {
      name: 'dealdraft_status',
      label: 'x',
      type: 'enumeration',
      fieldType: 'select',
      groupName: 'dealdraft',
      options,
    });
    account.hidden.add('dealdraft_status');
    const done = await value(client().ensureDealProperties(dealPropertyDefinitions.slice(0, 1)));
    expect(done.extended).toEqual(['dealdraft_status']);
    const after = account.properties.get('dealdraft_status')?.options ?? [];
    expect(after.slice(0, 2)).toMatchObject(options);
    expect(after.map(({ value: each }) => each)).toEqual([
      'draft',
      'custom',
      'none',
      'review',
      'signing',
      'executed',
      'on_hold',
      'voided',
    ]);
  });

  it('of another type are left alone and named', async () => {
    account.properties.set('dealdraft_contract_count', {
      name: 'dealdraft_contract_count',
      label: 'x',
      type: 'string',
      fieldType: 'text',
      groupName: 'dealdraft',
      options: [],
    });
    account.groups.add('dealdraft');
    const done = await value(client().ensureDealProperties(dealPropertyDefinitions));
    expect(done.mismatched).toEqual([
      { name: 'dealdraft_contract_count', expected: 'number', actual: 'string' },
    ]);
    expect(done.created).toHaveLength(names.length - 1);
  });

  it('stop at a refusal that names its cause', async () => {
    const refused = await client().ensureDealProperties(dealPropertyDefinitions);
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid', operation: 'createProperty' } });
    if (!refused.ok) expect(refused.failure.text.admin).toContain('Property group dealdraft does not exist');
  });
});

describe('the schema of an account', () => {
  it('tells writable properties, money, and options that live elsewhere', async () => {
    const plain = { name: 'a', label: 'A', type: 'number', fieldType: 'number', groupName: 'g', options: [] };
    account.properties.set('a', { ...plain, showCurrencySymbol: true } as Property);
    account.properties.set('b', { ...plain, name: 'b', calculated: true } as Property);
    account.properties.set('c', {
      ...plain,
      name: 'c',
      modificationMetadata: { readOnlyValue: true },
      hidden: true,
    } as Property);
    account.properties.set('d', {
      ...plain,
      name: 'd',
      label: '',
      externalOptions: true,
      referencedObjectType: 'OWNER',
    } as Property);
    const listed = await value(client().listProperties('deals'));
    expect(
      listed.map(({ readOnly, currency, hidden, externalOptions }) => [
        readOnly,
        currency,
        hidden,
        externalOptions,
      ]),
    ).toEqual([
      [false, true, false, false],
      [true, false, false, false],
      [true, false, true, false],
      [false, false, false, true],
    ]);
    expect(listed[3]).toMatchObject({ label: 'd', referencedObjectType: 'OWNER', archived: false });
  });

  it('gives pipelines and stages in order, with what closes a deal', async () => {
    const stage = (id: string, displayOrder: number, metadata: unknown, archived = false) => ({
      id,
      label: id,
      displayOrder,
      metadata,
      archived,
    });
    account.pipelines = {
      results: [
        { id: 'old', label: 'Old', displayOrder: 0, archived: true, stages: [] },
        {
          id: 'default', label: 'Sales', displayOrder: 1, archived: false,
          stages: [
            stage('won', 3, { probability: '1.0' }),
            stage('lost', 4, { probability: '0.0', isClosed: 'true' }),
            stage('open', 1, { probability: '0.2', isClosed: 'false' }),
            stage('fresh', 0, { probability: '0.0', isClosed: 'false' }),
            stage('bare', 2, {}),
            stage('gone', 5, {}, true),
          ],
        },
      ],
    }; // prettier-ignore
    const pipelines = await value(client().listDealPipelines());
    expect(pipelines.map(({ id }) => id)).toEqual(['default']);
    expect(pipelines[0]?.stages.map(({ id, isClosed, isWon }) => [id, isClosed, isWon])).toEqual([
      ['fresh', false, false],
      ['open', false, false],
      ['bare', false, false],
      ['won', true, true],
      ['lost', true, false],
    ]);
  });
});
