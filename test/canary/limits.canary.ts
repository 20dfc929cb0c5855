import { Client } from 'pg';
import { beforeAll, inject } from 'vitest';
import { sing } from './sing.ts';

// What the tests of this project use is in use here too: the database of the global set-up.
beforeAll(async () => {
  const client = new Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  await client.end();
});
sing('limits');
