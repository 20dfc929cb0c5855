import { afterAll, beforeAll } from 'vitest';
import { makeTemplate } from '../../lab/chaos/stage/postgres.ts';
import { sing } from './sing.ts';

// This project's servers are started by the tests themselves.
let template: Awaited<ReturnType<typeof makeTemplate>>;
beforeAll(async () => {
  template = await makeTemplate();
});
afterAll(() => template.remove());
sing('chaos');
