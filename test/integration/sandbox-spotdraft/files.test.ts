import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { call, create, createSigned, credentials, orderForm, startSandbox } from './fixture.ts';

interface Link {
  url: string;
  file_name: string;
  current_version_id: number;
}

const row = (name: string) => ({
  product_name: name,
  description: 'x'.repeat(400),
  quantity: 1,
  unit_price: { type: 'EUR', value: 1 },
  line_total: { type: 'EUR', value: 1 },
});

async function pagesOf(bytes: ArrayBuffer): Promise<number> {
  return (await PDFDocument.load(bytes)).getPageCount();
}

describe('download_link', () => {
  it('leads to the PDF without credentials', async () => {
    const sandbox = await startSandbox();
    const contract = await createSigned(sandbox);
    const link = (await call(sandbox, `POST contracts/${contract.id}/download_link`, { format: 'PDF' }))
      .body as Link;
    expect(link).toMatchObject({
      file_name: 'Order Form - Müller Söhne GmbH.pdf',
      current_version_id: expect.any(Number),
    });
    const file = await fetch(link.url);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    const pdf = await PDFDocument.load(await file.arrayBuffer());
    expect(pdf.getTitle()).toBe('Order Form - Müller & Söhne GmbH');
  });

  it('stops working after a while, and with another signature', async () => {
    let now = new Date('2026-11-21T10:00:00Z');
    const sandbox = await startSandbox({ now: () => now });
    const contract = await create(sandbox);
    const { url } = (await call(sandbox, `POST contracts/${contract.id}/download_link`)).body as Link;
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(/Signature=../, 'Signature=zz'))).status).toBe(403);
    expect((await fetch(url.replace(/Expires=\d+/, 'Expires=9999999999999'))).status).toBe(403);
    now = new Date('2026-11-21T10:06:00Z');
    expect((await fetch(url)).status).toBe(400);
  });

  it.each(['pdf', 'Pdf', 'PNG', 5])('refuses format %s', async (format) => {
    const sandbox = await startSandbox();
    const contract = await create(sandbox);
    expect(await call(sandbox, `POST contracts/${contract.id}/download_link`, { format })).toMatchObject({
      status: 400,
      body: { format: [`"${format}" is not a valid choice.`] },
    });
  });

  it.each([undefined, {}, { format: null }, { format: 'DOCX_WITH_FALLBACK_TO_PDF' }])(
    'takes %j',
    async (body) => {
      const sandbox = await startSandbox();
      const contract = await create(sandbox);
      expect((await call(sandbox, `POST contracts/${contract.id}/download_link`, body)).status).toBe(200);
    },
  );
});

describe('the paper', () => {
  it.each([
    '株式会社サンプル',
    'Ελληνική Εταιρεία',
    'Общество «Ромашка»',
    'שלום עולם',
    'emoji 🚀 and\ttab',
    'x'.repeat(3000),
  ])('can be drawn for %s', async (name) => {
    const sandbox = await startSandbox();
    const contract = await create(
      sandbox,
      orderForm({ contract_name: name }, { customer_name: name, special_terms: `${name}\n\n${name}` }),
    );
    const file = await fetch(`${sandbox.origin}/api/v2.1/public/contracts/${contract.id}/download`, {
      method: 'POST',
      headers: credentials(),
    });
    expect(file.status).toBe(200);
    expect(await pagesOf(await file.arrayBuffer())).toBeGreaterThan(0);
  });

  it('takes as many pages as it needs', async () => {
    const sandbox = await startSandbox();
    const pages = async (rows: number) => {
      const contract = await create(
        sandbox,
        orderForm({}, { products: Array.from({ length: rows }, (_, index) => row(`Product ${index}`)) }),
      );
      return pagesOf(
        await (await fetch(`${sandbox.origin}/contracts/v2/${contract.contract_id}/file.pdf`)).arrayBuffer(),
      );
    };
    expect(await pages(120)).toBeGreaterThan((await pages(3)) + 5);
  });

  it('is drawn anew after a change', async () => {
    const sandbox = await startSandbox();
    const contract = await create(sandbox);
    const size = async () =>
      (await (await fetch(`${sandbox.origin}/contracts/v2/${contract.contract_id}/file.pdf`)).arrayBuffer())
        .byteLength;
    const draft = await size();
    expect(await size()).toBe(draft);
    sandbox.control.act({ contractId: contract.contract_id, action: 'mark' });
    sandbox.control.act({ contractId: contract.contract_id, action: 'sign-all' });
    expect(await size()).not.toBe(draft);
  });
});

describe('preview', () => {
  const preview = (sandbox: { origin: string }, changes: Record<string, unknown>) =>
    call(sandbox, 'POST contracts/preview/', {
      contract_template_id: 1204,
      contract_data: orderForm().contract_data,
      ...changes,
    });

  it('is a dry run: a PDF, and no contract', async () => {
    const sandbox = await startSandbox();
    const answer = await preview(sandbox, {});
    expect(answer.status).toBe(200);
    expect(answer.text.startsWith('%PDF-')).toBe(true);
    expect(sandbox.state.contracts.size).toBe(0);
  });

  it.each([
    [{ contract_data: {} }, { contract_data: expect.anything() }],
    [{ contract_template_id: 1 }, { contract_template_id: expect.anything() }],
    [{ organization_entity_id: 1 }, { organization_entity_id: expect.anything() }],
  ])('refuses %j', async (changes, error) => {
    expect(await preview(await startSandbox(), changes)).toMatchObject({ status: 400, body: error });
  });
});

describe('uploads', () => {
  const pdf = Buffer.from('%PDF-1.4 not much').toString('base64');
  const executed = {
    contract_name: 'Old MSA',
    file_name: 'old.pdf',
    file_content: pdf,
    contract_type_id: 136,
    organization_entity_id: 1251,
  };
  const forSignature = {
    contract_name: 'Their paper',
    file_name: 'theirs.pdf',
    file_base64: pdf,
    contract_type_id: 136,
    counterparty_organization_name: 'Kunde AG',
    counterparty_poc_details: { first_name: 'A', last_name: 'B', email: 'a@kunde.example' },
    creator_signatories: [{ email: 'ines.admin@northwind.example' }],
  };

  it('files a contract signed elsewhere', async () => {
    const sandbox = await startSandbox();
    const made = await call(sandbox, 'POST contracts/executed_contracts/', {
      ...executed,
      external_metadata: { id: 'hubspot-deal-9' },
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^T-/),
        contract_status: 'EXECUTED',
        external_metadata: { id: 'hubspot-deal-9' },
      },
    });
    const { id } = made.body as { id: string };
    const file = await call(sandbox, `POST contracts/${id}/download`);
    expect(file.text).toBe('%PDF-1.4 not much');
  });

  it('puts an uploaded paper out for signature', async () => {
    const sandbox = await startSandbox();
    const made = await call(sandbox, 'POST contracts/upload_sign_contracts/', forSignature);
    expect(made).toMatchObject({ status: 201, body: { contract_status: 'SIGN' } });
    const id = Number((made.body as { id: string }).id.slice(2));
    expect(sandbox.control.act({ contractId: id, action: 'sign-all' })).toMatchObject({ status: 'EXECUTED' });
  });

  it.each([
    ['executed_contracts', { ...executed, contract_type_id: 1 }, { code: 'SD_CONTRACTS_00289' }],
    ['executed_contracts', { ...executed, file_content: 'aGVsbG8=' }, { file_content: expect.anything() }],
    ['executed_contracts', { ...executed, file_name: 'old.docx' }, { file_name: expect.anything() }],
    ['upload_sign_contracts', { ...forSignature, contract_type_id: 1 }, { code: 'SD_CONTRACTS_00289' }],
    [
      'upload_sign_contracts',
      { ...forSignature, creator_organization_entity_id: 1 },
      { organization_entity_id: expect.anything() },
    ],
  ])('%s refuses', async (path, body, error) => {
    expect(await call(await startSandbox(), `POST contracts/${path}/`, body)).toMatchObject({
      status: 400,
      body: error,
    });
  });
});
