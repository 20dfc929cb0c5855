import { describe, expect, it } from 'vitest';
import { create, masterAgreement, orderForm, startSandbox } from './fixture.ts';

const show = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, { headers });
  return { status: answer.status, text: await answer.text(), stamp: answer.headers.get('x-stamp') };
};
const buttons = (text: string): string[] =>
  [...text.matchAll(/<button[^>]*>([^<]*)<\/button/g)].map(([, label = '']) =>
    label.replaceAll(/\s+/g, ' ').trim(),
  );

describe('the page of a contract', () => {
  it('shows the data, and offers what the state allows', async () => {
    const sandbox = await startSandbox();
    const { contract_id: id } = await create(sandbox);
    const url = `${sandbox.origin}/contracts/v2/${id}`;
    const draft = await show(url);
    expect(draft.text).toContain('Müller &amp; Söhne GmbH');
    expect(draft.text).toContain('EUR 495.00');
    expect(draft.text).toContain('Platform seat');
    expect(buttons(draft.text)).toContain('Send to counterparty');

    sandbox.control.act({ contractId: id, action: 'mark' });
    expect(buttons((await show(url)).text)).toEqual(
      expect.arrayContaining([
        'Sign as Jürgen Müller',
        'Decline as Maya Lindqvist',
        'Put on hold',
        'Void contract',
      ]),
    );
    sandbox.control.act({ contractId: id, action: 'sign-all' });
    expect(buttons((await show(url)).text)).toEqual(['Add comment']);
  });

  it('waits for an approval where one is needed', async () => {
    const sandbox = await startSandbox();
    const { contract_id: id } = await create(sandbox, masterAgreement());
    const labels = buttons((await show(`${sandbox.origin}/contracts/v2/${id}`)).text);
    expect(labels).toContain('Approve “Legal approval before signature”');
    expect(labels).not.toContain('Send for signature');
  });

  it('gives its script only what changes, with a stamp that moves', async () => {
    const sandbox = await startSandbox();
    const { contract_id: id } = await create(sandbox);
    const url = `${sandbox.origin}/contracts/v2/${id}`;
    const before = await show(url, { 'x-fragment': '1' });
    expect(before.text).not.toContain('<html');
    expect((await show(url, { 'x-fragment': '1' })).stamp).toBe(before.stamp);
    sandbox.control.act({ contractId: id, action: 'hold' });
    expect((await show(url, { 'x-fragment': '1' })).stamp).not.toBe(before.stamp);
  });

  it('escapes what callers wrote', async () => {
    const sandbox = await startSandbox();
    const evil = '<script>alert(1)</script>"\'';
    const { contract_id: id } = await create(
      sandbox,
      orderForm({ contract_name: evil }, { special_terms: evil }),
    );
    sandbox.control.act({ contractId: id, action: 'comment', comment: evil });
    for (const path of [`contracts/v2/${id}`, '', `?q=${encodeURIComponent(evil)}`]) {
      expect((await show(`${sandbox.origin}/${path}`)).text).not.toContain('<script>alert');
    }
  });

  it('does not show what is not there', async () => {
    const sandbox = await startSandbox();
    const { contract_id: id } = await create(sandbox);
    sandbox.control.act({ contractId: id, action: 'delete' });
    for (const missing of [id, 1, 'x'])
      expect((await show(`${sandbox.origin}/contracts/v2/${missing}`)).status).toBe(404);
  });
});

describe('the list', () => {
  it('says when it is empty, and finds', async () => {
    const sandbox = await startSandbox();
    expect((await show(sandbox.origin)).text).toContain('No contracts yet');
    await create(sandbox, orderForm({ contract_name: 'Alpha' }));
    const { id } = await create(sandbox, orderForm({ contract_name: 'Beta' }));
    for (const [query, alpha, beta] of [
      ['alpha', true, false],
      [id, false, true],
      ['hubspot-deal-1', true, true],
      ['gamma', false, false],
    ] as const) {
      const { text } = await show(`${sandbox.origin}/?q=${query}`);
      expect([text.includes('>Alpha<'), text.includes('>Beta<')]).toEqual([alpha, beta]);
    }
  });
});
