import { expect, it } from 'vitest';
import { signBody } from '../../../sandbox/spotdraft/webhooks/signature.ts';

it('signs as documented: the known answer for the key of the published example', () => {
  const key = 'zJDCvFUXhByUkPcQIzf+dt2W7bqm6x6Fb2o/gLhfUgXyPqvPcrZ6P9yYtoUrI4dErHzq2t+4gjZ4zH2btdpoSA==';
  expect(signBody(key, '{"activity":"CONTRACT_CREATED","contract_id":1}')).toBe(
    '7ef6b90a050e59c143de0f62acfad2b47f82c72cfdd84ca25e6e3ddb934270c58d0f81d861f8017a91da0eff429263aa08276194f707ab30712dd74a163dd3dc',
  );
});

it('signs bytes, not characters', () => {
  const key = Buffer.from('k'.repeat(64)).toString('base64');
  expect(signBody(key, 'Żak')).toBe(signBody(key, Buffer.from('Żak', 'utf8')));
});
