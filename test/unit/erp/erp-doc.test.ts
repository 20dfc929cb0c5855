import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSetUpFile } from '../../../scripts/set-up/set-up-file.ts';
import { erpContract } from '../../../src/features/contracts/documents/erp-contract.ts';
import { erpRequest } from '@dealdraft/wire/erp.ts';
import { erpCallContent } from '../../../src/features/erp/erp-keys.ts';
import { signature } from '../../standard-webhooks.ts';

const doc = await readFile(join(import.meta.dirname, '../../../docs/erp.md'), 'utf8');
const [setUp = '', wish = '', event = ''] = [...doc.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(
  ([, text]) => text ?? '',
);

it('the set-up file of docs/erp.md can be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'erp-doc-'));
  const path = join(folder, 'acme.json');
  await writeFile(path, setUp);
  expect(await readSetUpFile(path)).toMatchObject({ ok: true, value: { erp: { key: 'ERP_KEY' } } });
  await rm(folder, { recursive: true });
});

it('its request is one', () => {
  expect(erpRequest.safeParse(JSON.parse(wish)).error).toBeUndefined();
});

it('its event has every field that is sent', () => {
  const at = new Date(0);
  const row = { executedAt: at, keyPointers: null, request: null } as unknown as Parameters<
    typeof erpContract
  >[0];
  const { contract } = JSON.parse(event) as { contract: object };
  expect(Object.keys(contract).sort()).toEqual(Object.keys(erpContract(row)).sort());
});

it('its signature is right', () => {
  const key = /whsec_[A-Za-z0-9+/=]+/.exec(doc)?.[0] ?? '';
  const at = new Date('2026-11-21T10:00:00Z');
  const call = { method: 'POST', path: '/api/erp/requests', body: '{"dealId":"1"}' };
  expect(doc).toContain(signature(key, { id: 'call-1', at, content: erpCallContent(call).toString() }));
});
