import { expect, it } from 'vitest';
import { erpCallContent, erpKey } from '../../../src/features/erp/erp-keys.ts';

it('a call’s method and path are part of what is signed', () => {
  const call = { method: 'POST', path: '/api/erp/requests?x=1', body: Buffer.from('{"dealId":"1"}') };
  expect(erpCallContent(call).toString()).toBe('POST /api/erp/requests?x=1\n{"dealId":"1"}');
});

it('an ERP’s key can be no other caller’s key, and differs where the ERP’s differ', () => {
  expect(erpKey('card-123')).toMatch(/^erp:[\w-]{43}$/);
  expect(erpKey('a')).not.toBe(erpKey('b'));
});
