import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  accountTableNames,
  accountTables,
  otherTables,
  type TableRule,
} from '../../../src/features/privacy/data-map.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const rules: Record<string, Partial<TableRule>> = { ...accountTables, ...otherTables };

type Column = { name: string; classified: boolean };
/** Times, flags, measures and our own ids tell of nobody; everything else says of whom it is. */
const tellsOfNobody = /^(DateTime|Boolean|Float|BigInt)\b/;

const tables = new Map(
  [...read('prisma/schema.prisma').matchAll(/^model \w+ \{(.*?)^\}/gms)].map(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
    const columns = body
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^\w+ +(String|Int|DateTime|Json|Bytes|Float|Boolean|BigInt)\b/.test(line))
      .map((line): Column => {
        const [name = '', type = ''] = line.split(/ +/);
        return { name, classified: !tellsOfNobody.test(type) && !line.includes('@db.Uuid') };
      });
    return [table, columns] as const;
  }),
);

const listed = ({ people = [], settings = [], secret = [], plain = [] }: Partial<TableRule>): string[] => [
  ...people,
  ...settings,
  ...secret,
  ...plain,
];

describe('the data map', () => {
  it('knows every table of the schema, and no other', () => {
    expect(tables.size).toBeGreaterThan(30);
    expect(Object.keys(rules).sort()).toEqual([...tables.keys()].sort());
  });

  it.each([...tables])('says of every column of %s what it holds, once', (table, columns) => {
    const rule = rules[table] ?? {};
    const expected = columns.filter(({ classified }) => classified).map(({ name }) => name);
    expect(listed(rule).sort()).toEqual(expected.sort());
    const names = columns.map(({ name }) => name);
    if (rule.ends !== undefined) expect(names).toContain(rule.ends.by);
    for (const key of rule.key ?? []) expect(names).toContain(key);
  });

  it('deletes children before their parents', () => {
    const parents = [...read('prisma/schema.prisma').matchAll(/^model (\w+) \{(.*?)^\}/gms)];
    const tableOf = new Map(
      parents.map(([, model, body]) => [model, /@@map\("(\w+)"\)/.exec(body ?? '')?.[1]]),
    );
    for (const [, model, body = ''] of parents)
      for (const [, parent] of body.matchAll(/^ +\w+ +(\w+)\?? +@relation\(/gm)) {
        const [child, above] = [tableOf.get(model), tableOf.get(parent)].map((table) =>
          accountTableNames.findIndex((name) => name === table),
        );
        expect(child, `${String(model)} before ${String(parent)}`).toBeLessThan(above ?? -1);
      }
  });

  it('stands in docs/security.md as it is', () => {
    const days = {
      deliveryRetentionDays: '`DELIVERY_RETENTION_DAYS`',
      callRetentionDays: '`CALL_RETENTION_DAYS`',
    };
    const endOf = ({ ends, forget }: Partial<TableRule>): string => {
      if (ends === undefined) return 'with the account';
      if (forget === 'all') return 'in minutes';
      return typeof ends.days === 'number'
        ? `after ${String(ends.days)} days`
        : `after ${days[ends.days]} days`;
    };
    const code = (names: readonly string[] = []): string =>
      names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', ');
    const expected = accountTableNames.map((table) => {
      const rule: TableRule = accountTables[table];
      return [`\`${table}\``, rule.what, code(rule.people), code(rule.settings), endOf(rule)];
    });
    const doc = read('docs/security.md');
    const rows = [...doc.matchAll(/^\| (`\w+` .*)\|$/gm)]
      .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
      .filter(([name = '']) => accountTableNames.some((table) => name === `\`${table}\``));
    expect(rows, expected.map((row) => `| ${row.join(' | ')} |`).join('\n')).toEqual(expected);
  });
});
