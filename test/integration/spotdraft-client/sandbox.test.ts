import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { toCreateBody, toPreviewBody } from '../../../src/spotdraft/calls/create-body.ts';
import { parseContractId } from '../../../src/spotdraft/answers/ids.ts';
import {
  connect,
  create,
  failure,
  money,
  newContract,
  sandbox,
  signatoryEmail,
  useSandbox,
  value,
} from './sandbox-kit.ts';

/** Nobody else could tell: the sandbox refuses wrong slashes, id forms, formats and filters. */
useSandbox();

describe('making and finding contracts', () => {
  it('creates one and finds it by our id, in the list, and by its own ids', async () => {
    const { client } = connect();
    const made = await create(client);
    expect(made).toMatchObject({
      id: { composite: `T-${String(made.id.numeric)}` },
      name: 'Order Form – Müller & Söhne',
      status: 'DRAFT',
      counterpartyName: 'Müller & Söhne GmbH',
      externalMetadata: newContract().externalMetadata,
    });
    expect(parseContractId(made.link ?? '')).toEqual(made.id);
    const byExternalId = await value(client.findByExternalId('hubspot-deal-1'));
    expect(byExternalId.map(({ id }) => id)).toEqual([made.id]);
    expect(byExternalId[0]?.externalMetadata).toEqual(made.externalMetadata);
    const listed = await value(
      client.listContracts({
        page: 1,
        limit: 10,
        filters: { contract_id: { in: [made.id.composite, `H-${String(made.id.numeric)}`] } },
      }),
    );
    expect(listed).toMatchObject({ page: 1, limit: 10, totalResults: 1, contracts: [{ id: made.id }] });
    expect(await value(client.getStatus(made.id))).toEqual({ status: 'DRAFT', name: made.name });
  });

  it('finds nothing under an id that nobody uses', async () => {
    const { client } = connect();
    expect(await value(client.findByExternalId('hubspot-deal-/?#é'))).toEqual([]);
  });

  it('reads page by page, and from a time on', async () => {
    const { client } = connect();
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push(await create(client));
    const first = await value(client.listContracts({ page: 1, limit: 2 }));
    const second = await value(client.listContracts({ page: 2, limit: 2 }));
    expect([first.contracts.length, second.contracts.length, second.totalResults]).toEqual([2, 1, 3]);
    const all = [...first.contracts, ...second.contracts].map(({ id }) => id.numeric);
    expect(all.sort()).toEqual(made.map(({ id }) => id.numeric).sort());
    const later = new Date(Date.now() + 60_000).toISOString();
    for (const field of ['last_updated_on', 'created_at'] as const) {
      const since = (gte: string) =>
        client.listContracts({ page: 1, limit: 100, filters: { [field]: { gte } } });
      expect((await value(since('2020-01-01T00:00:00Z'))).totalResults).toBe(3);
      expect((await value(since(later))).totalResults).toBe(0);
    }
    const named = await value(client.listContracts({ page: 1, limit: 10, query: 'Söhne' }));
    expect(named.totalResults).toBe(3);
  });

  it('reads and replaces the link to HubSpot', async () => {
    const { client } = connect();
    const { id } = await create(client);
    const next = {
      id: 'hubspot-deal-2',
      integrationName: 'HubSpot',
      recordType: 'Deal',
      recordData: { portal_id: '2' },
    };
    await value(client.putExternalMetadata(id, next));
    expect(await value(client.getExternalMetadata(id))).toEqual(next);
    expect(await value(client.findByExternalId('hubspot-deal-1'))).toEqual([]);
  });

  it('names every field that the template refuses, and makes nothing', async () => {
    const { client } = connect();
    const refused = await failure(
      client.createContract(toCreateBody(newContract({ contractData: { customer_name: 5, nonsense: 'x' } }))),
    );
    expect(refused).toMatchObject({ kind: 'invalid', status: 400, processed: 'no' });
    expect(refused.fields.map(({ field }) => field)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^contract_data\./)]),
    );
    expect(refused.fields.length).toBeGreaterThan(3);
    expect(refused.text.seller).toMatch(/ and \d+ more; correct it and try again\.$/);
    expect(sandbox.control.truth().contracts).toEqual([]);
  });
});

describe('moving a contract on', () => {
  it('sends, asks for signature, reminds, takes back, and voids', async () => {
    const { client } = connect();
    const { id } = await create(client);
    const status = async () => (await value(client.getStatus(id))).status;
    await value(
      client.sendToCounterparties(id, {
        to: [signatoryEmail],
        cc: ['cc@kunde.example'],
        subject: 'Your order',
        message: 'Grüße',
        attachmentFormats: ['PDF'],
      }),
    );
    expect(await status()).toBe('REDLINING');
    await value(client.markForSignature(id));
    expect(await status()).toBe('SIGN');
    await value(client.resendSignatoryEmail(id, signatoryEmail));
    const recipients = await value(client.getRecipients(id));
    expect(recipients).toContainEqual(
      expect.objectContaining({
        type: 'SIGNATORY',
        person: { name: 'Jürgen Müller', email: signatoryEmail },
        status: 'IN_PROGRESS',
        action: null,
      }),
    );
    await value(client.unmarkForSignature(id, 'A clause is missing'));
    expect(await status()).toBe('REDLINING');
    await value(client.voidContract(id, 'Made again'));
    expect(await status()).toBe('VOIDED');
  });

  it('is told by SpotDraft why it cannot', async () => {
    const { client } = connect();
    const { id } = await create(client);
    sandbox.control.act({ contractId: id.numeric, action: 'mark' });
    sandbox.control.act({ contractId: id.numeric, action: 'sign-all' });
    const refused = await failure(client.voidContract(id, 'Too late'));
    expect(refused.processed).toBe('no');
    expect(refused.text.seller).toContain('Cannot void an executed contract');
    const late = await failure(client.patchContractData(id, { customer_name: 'Other' }));
    expect(late).toMatchObject({ code: 'SD_PUBLIC_00009', processed: 'no' });
    expect(late.text.admin).toContain('the contract is executed');
    const gone = await failure(client.getStatus({ composite: 'H-1', numeric: 1 }));
    expect(gone).toMatchObject({ kind: 'not_found', status: 404 });
  });

  it('shows what it waits for', async () => {
    const { client } = connect();
    const { id } = await create(client, {
      templateId: 1205,
      contractData: {
        effective_date: '2026-12-01',
        customer_name: 'Müller & Söhne GmbH',
        governing_law: 'germany',
        liability_cap: money(100_000),
        initial_term: { type: 'YEARS', value: 2 },
        payment_terms_days: 30,
        auto_renewal: false,
      },
    });
    const waiting = await failure(client.markForSignature(id));
    expect(['business_rule', 'invalid']).toContain(waiting.kind);
    expect(waiting.processed).toBe('no');
    const [approval] = await value(client.getApprovals(id));
    expect(approval).toMatchObject({ type: 'PRE_SIGN', approver: { email: expect.stringContaining('@') } });
  });

  it('changes values, and reads them back', async () => {
    const { client } = connect();
    const { id } = await create(client);
    await value(client.patchContractData(id, { payment_terms_days: 45 }));
    expect(await value(client.getTemplateResponses(id))).toMatchObject({
      payment_terms_days: 45,
      customer_name: 'Müller & Söhne GmbH',
    });
  });
});

describe('documents and what is read from them', () => {
  it('previews without making anything, and says why not', async () => {
    const { client } = connect();
    const pdf = await value(client.previewContract(toPreviewBody(newContract())));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const refused = await failure(client.previewContract(toPreviewBody(newContract({ contractData: {} }))));
    expect(refused).toMatchObject({ kind: 'invalid', processed: 'no' });
    expect(refused.fields.map(({ field }) => field)).toContain('contract_data.customer_name');
    expect(sandbox.control.truth().contracts).toEqual([]);
  });

  it('brings the signed document, its dates and its metadata', async () => {
    const { client, calls } = connect();
    const { id } = await create(client);
    sandbox.control.act({ contractId: id.numeric, action: 'send' });
    sandbox.control.act({ contractId: id.numeric, action: 'mark' });
    sandbox.control.act({ contractId: id.numeric, action: 'sign-all' });
    const metrics = await value(client.getProcessMetrics(id));
    for (const at of [metrics.sentToCounterpartyAt, metrics.markedForSignatureAt, metrics.executedAt])
      expect(Math.abs((at?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(metrics.signedBy).toContainEqual({
      email: signatoryEmail,
      signedAt: expect.any(Date),
      isOurs: false,
    });
    const pointers = await value(client.getKeyPointers(id));
    expect(pointers).toContainEqual(
      expect.objectContaining({ fieldName: 'slug_contract_value', dataType: 'CURRENCY' }),
    );
    const link = await value(client.getDownloadLink(id));
    const download = await value(client.openDownload(link.url));
    const streamed = await buffer(download.stream);
    expect(streamed.subarray(0, 5).toString()).toBe('%PDF-');
    expect(download).toMatchObject({ contentType: 'application/pdf', length: streamed.length });
    expect(link.fileName).toMatch(/\.pdf$/);
    expect(await value(client.getDownloadLink(id, 'DOCX_WITH_FALLBACK_TO_PDF'))).toMatchObject({
      fileName: link.fileName,
    });
    expect(JSON.stringify(calls)).not.toContain('Signature=');
  });

  it('a document that is not committed yet is not found, and then is', async () => {
    const { client } = connect();
    const { id } = await create(client);
    sandbox.control.act({ contractId: id.numeric, action: 'mark' });
    sandbox.control.act({ contractId: id.numeric, action: 'sign-all' });
    sandbox.control.addFault({ kind: 'download-not-ready' });
    const early = await failure(client.getDownloadLink(id));
    expect(early).toMatchObject({ kind: 'not_found', processed: 'no' });
    expect(early.text.admin).toContain('Current contract version not found');
    sandbox.control.clearFaults();
    expect((await client.getDownloadLink(id)).ok).toBe(true);
  });

  it('a link whose signature is not intact may be asked for anew', async () => {
    const { client } = connect();
    const { id } = await create(client);
    const { url } = await value(client.getDownloadLink(id));
    const broken = new Secret(url.reveal().replace(/Signature=./, 'Signature=x'));
    expect(await failure(client.openDownload(broken))).toMatchObject({ kind: 'unavailable', status: 403 });
  });
});
