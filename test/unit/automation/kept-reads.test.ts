import { describe, expect, it } from 'vitest';
import { coalesceReads } from '../../../src/hubspot/coalesce-reads.ts';
import { createKeptPipelines } from '../../../src/hubspot/kept-pipelines.ts';
import type { HubSpotClient } from '../../../src/hubspot/client.ts';
import { ok } from '@dealdraft/wire/result.ts';

/** The database goes away in the middle of the first read, and is there again at the second. */
const away = () => {
  let reads = 0;
  const read = <Value>(value: Value): Promise<Value> => {
    reads += 1;
    return reads === 1
      ? Promise.reject(new Error('Server has closed the connection.'))
      : Promise.resolve(value);
  };
  return { read, count: () => reads };
};

describe('what is kept of a read that threw', () => {
  it('is nothing: the pipelines are read again by the next job', async () => {
    const database = away();
    const client = { listDealPipelines: () => Promise.resolve(ok([])) } as unknown as HubSpotClient;
    const readPipelines = createKeptPipelines(
      () => database.read(ok(client)),
      () => 0,
    );
    await expect(readPipelines(7)).rejects.toThrow('closed the connection');
    expect(await readPipelines(7)).toEqual(ok([]));
    expect(await readPipelines(7)).toEqual(ok([]));
    expect(database.count()).toBe(2);
  });

  it('is nothing: an owner is read again, and the throw ends no process', async () => {
    const database = away();
    const owner = { id: '5', email: 'ben@northwind.example' };
    const client = coalesceReads(
      { getOwner: () => database.read(ok(owner)) } as unknown as HubSpotClient,
      () => 0,
    );
    await expect(client.getOwner('5')).rejects.toThrow('closed the connection');
    expect(await client.getOwner('5')).toEqual(ok(owner));
    expect(await client.getOwner('5')).toEqual(ok(owner));
    expect(database.count()).toBe(2);
  });
});
