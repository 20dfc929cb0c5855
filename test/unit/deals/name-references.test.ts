import { describe, expect, it } from 'vitest';
import { nameReferences } from '../../../src/features/deals/name-references.ts';
import { missingRecord } from '../../../src/hubspot/transport/translate-error.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import {
  associated,
  attribute,
  crmRecord,
  dealRecords,
  from,
  planOne,
  property,
  text,
} from '../mapping/fixtures.ts';

const facts = { operation: 'getOwner', effect: 'read', now: 0, timeZone: 'UTC' } as const;
const owner = (name: string) =>
  property(name, 'enumeration', { externalOptions: true, referencedObjectType: 'OWNER' });
const records = dealRecords({
  deal: crmRecord('1', { dealstage: '1047', pipeline: 'default', approver: '7;8', hubspot_owner_id: '41' }),
  companies: [associated(crmRecord('2', { hubspot_owner_id: '9' }))],
  properties: {
    deal: [
      owner('hubspot_owner_id'),
      owner('approver'),
      property('dealstage', 'enumeration', { externalOptions: true }),
      property('pipeline', 'enumeration', { externalOptions: true }),
    ],
    company: [owner('hubspot_owner_id')],
  },
});

const asked: string[] = [];
const client = {
  getOwner: (id: string) => {
    asked.push(`owner ${id}`);
    const name = { '7': 'Ana Ruiz', '8': 'Bo Lind' }[id];
    return Promise.resolve(
      name === undefined
        ? fail(missingRecord(facts, id))
        : ok({ id, userId: null, email: null, firstName: '', lastName: '', name, archived: false }),
    );
  },
  listDealPipelines: () => {
    asked.push('pipelines');
    const stages = [{ id: '1047', label: 'Contract sent', order: 0, isClosed: false, isWon: false }];
    return Promise.resolve(ok([{ id: 'default', label: 'Sales', order: 0, stages }]));
  },
};

const named = async (needed: Parameters<typeof nameReferences>[2]) => {
  asked.length = 0;
  const made = await nameReferences(client, records, needed);
  if (!made.ok) throw new Error('not read');
  return made.value;
};

describe('names of what properties refer to', () => {
  it('are asked for where the mapping reads them, each once', async () => {
    const whole = await named({ deal: ['approver', 'dealstage', 'pipeline', 'hubspot_owner_id'] });
    expect(asked).toEqual(['owner 7', 'owner 8', 'pipelines']);
    const words = '{{deal.approver}} / {{deal.dealstage}} / {{deal.pipeline}} / {{deal.hubspot_owner_id}}';
    expect(planOne(text(words), attribute('x', 'string'), { records: whole }).value).toBe(
      'Ana Ruiz, Bo Lind / Contract sent / Sales / Sam Lee',
    );
    const stage = { ...from('deal', 'dealstage'), transforms: [{ kind: 'optionLabel' as const }] };
    expect(planOne(stage, attribute('x', 'string'), { records: whole }).value).toBe('Contract sent');
  });

  it('are not asked for where nothing reads them', async () => {
    expect(await named({ deal: ['hubspot_owner_id', 'dealname'] })).toBe(records);
    expect(asked).toEqual([]);
  });

  it('that nobody has leave the id without one, and the contract stops', async () => {
    const whole = await named({ company: ['hubspot_owner_id'] });
    const line = planOne(from('company', 'hubspot_owner_id'), attribute('x', 'string'), { records: whole });
    expect(line).toMatchObject({ status: 'invalid', problem: { code: 'wrong_type' } });
  });

  it('that cannot be read are a failure', async () => {
    const failure = { ...missingRecord(facts, '7'), kind: 'unavailable' as const };
    const away = { ...client, getOwner: () => Promise.resolve(fail(failure)) };
    expect(await nameReferences(away, records, { deal: ['approver'] })).toEqual({ ok: false, failure });
  });
});
