import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createRecordWatch,
  newsFor,
  type RecordNews,
} from '../../../sandbox/hubspot/web/src/host/record-watch.ts';
import { withoutRule, withRule } from '../../../sandbox/hubspot/web/src/pages/properties/rule-edits.ts';
import { groupTimeline } from '../../../sandbox/hubspot/web/src/pages/record/timeline-groups.ts';
import { inputLabel, readOptions } from '../../../sandbox/hubspot/web/src/pages/workflows/action-words.ts';
import { routeOf, addressOf } from '../../../sandbox/hubspot/web/src/shell/routes.ts';
import { onThisOrigin, targetOf } from '../../../sandbox/hubspot/web/src/stand-ins/base/href.ts';
import { pathFor } from '../../../sandbox/hubspot/web/src/stand-ins/base/icon-paths.ts';
import { createOverlayRegistry } from '../../../sandbox/hubspot/web/src/stand-ins/base/overlay-registry.ts';
import { visiblePages } from '../../../sandbox/hubspot/web/src/stand-ins/content/visible-pages.ts';

describe('rules for required properties', () => {
  const rules = {
    enforced: true,
    onCreate: [],
    conditional: [
      { objectType: 'deals', property: 'dealstage', values: ['closedwon'], required: ['po_number'] },
    ],
  };

  it('are added to the one for the same value, else beside it, and are taken away', () => {
    const more = withRule(rules, { property: 'dealstage', value: 'closedwon', required: 'closedate' });
    expect(more.conditional).toEqual([
      {
        objectType: 'deals',
        property: 'dealstage',
        values: ['closedwon'],
        required: ['po_number', 'closedate'],
      },
    ]);
    const two = withRule(more, { property: 'dealtype', value: 'newbusiness', required: 'amount' });
    expect(two.conditional).toHaveLength(2);
    expect(withoutRule(two, 0).conditional).toEqual([
      { objectType: 'deals', property: 'dealtype', values: ['newbusiness'], required: ['amount'] },
    ]);
  });
});

describe('HubSpot addresses', () => {
  it.each([
    [addressOf.deals(7), { page: 'deals', portalId: 7, view: 'list' }],
    [addressOf.deals(7, 'board'), { page: 'deals', portalId: 7, view: 'board' }],
    [addressOf.deal(7, '40'), { page: 'record', portalId: 7, dealId: '40' }],
    ['/contacts/7/deal/40', { page: 'record', portalId: 7, dealId: '40' }],
    [addressOf.settings(7), { page: 'settings', portalId: 7 }],
    [addressOf.workflows(7), { page: 'workflows', portalId: 7 }],
    [addressOf.properties(7), { page: 'properties', portalId: 7 }],
    ['/', { page: 'start' }],
    ['/contacts/x/record/0-3/1', { page: 'start' }],
  ])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });

  it.each([
    ['/contacts/1', { newTab: false, icon: false }],
    ['//elsewhere.example/', { newTab: true, icon: true }],
    ['https://app.hubspot.com/contacts/1', { newTab: false, icon: false }],
    ['https://nothubspot.com/', { newTab: true, icon: true }],
    ['http://here.example/x', { newTab: false, icon: false }],
    ['mailto:a@b.example', { newTab: false, icon: false }],
    [
      { url: '/contacts/1', external: true },
      { newTab: true, icon: true },
    ],
    [
      { url: 'https://elsewhere.example/', external: false },
      { newTab: false, icon: false },
    ],
  ])('%o opens as HubSpot opens it', (href, expected) => {
    expect(targetOf(href, 'http://here.example')).toMatchObject(expected);
  });

  it('of records stay in the sandbox, others leave it', () => {
    expect(onThisOrigin('https://app.hubspot.com/contacts/7/record/0-3/40')).toBe(
      '/contacts/7/record/0-3/40',
    );
    expect(onThisOrigin('https://app-eu1.hubspot.com/settings/7')).toBe('/settings/7');
    expect(onThisOrigin('https://app.spotdraft.com/contracts/7')).toBe(
      'https://app.spotdraft.com/contracts/7',
    );
  });
});

describe('news of a record', () => {
  it.each([
    ['an edit of a watched name', ['a', 'b'], { kind: 'edit', names: ['b', 'c'] }, ['b']],
    ['an edit of another name', ['a'], { kind: 'edit', names: ['c'] }, null],
    ['any edit', '*', { kind: 'edit', names: ['c'] }, ['c']],
    ['a refresh', ['a'], { kind: 'refresh' }, null],
  ] satisfies [string, string[] | '*', RecordNews, string[] | null][])('%s', (_name, watched, news, told) => {
    expect(newsFor(watched, news)).toEqual(told);
  });

  it('reach who listens, and nobody else', () => {
    const watch = createRecordWatch();
    const heard: string[] = [];
    const stop = watch.subscribe(({ kind }) => heard.push(`first ${kind}`));
    watch.subscribe(({ kind }) => heard.push(`second ${kind}`));
    watch.tell({ kind: 'refresh' });
    stop();
    watch.tell({ kind: 'edit', names: ['a'] });
    expect(heard).toEqual(['first refresh', 'second refresh', 'second edit']);
  });
});

it('changes made by one act are one entry of the timeline', () => {
  const change = (property: string, at: string, source = 'IMPORT') => ({
    kind: 'change' as const,
    property,
    label: property,
    at,
    from: null,
    to: '1',
    source,
    sourceId: null,
  });
  const note = { kind: 'note' as const, id: 'n', at: '2', body: '', author: null, attachments: [] };
  const groups = groupTimeline([
    change('a', '3'),
    change('b', '3'),
    change('c', '3', 'CRM_UI'),
    note,
    change('d', '3'),
  ]);
  expect(
    groups.map((group) => (group.kind === 'note' ? 'note' : group.changes.map(({ property }) => property))),
  ).toEqual([['a', 'b'], ['c'], 'note', ['d']]);
});

describe('workflow actions', () => {
  it.each([
    [
      { options: [{ value: 1, label: 'One' }, { value: 'b' }] },
      [
        { value: '1', label: 'One' },
        { value: 'b', label: 'b' },
      ],
    ],
    ['{"options":[{"value":"a","label":"A"}]}', [{ value: 'a', label: 'A' }]],
    ['<html>', []],
    [{ options: 'none' }, []],
    [{ options: [null, 3] }, []],
    [null, []],
  ])('read the options %o', (body, expected) => {
    expect(readOptions(body)).toEqual(expected);
  });

  it('name inputs by their label, else by their name', () => {
    const action = {
      name: 'x',
      actionUrl: '',
      inputFields: [],
      labels: { en: { inputFieldLabels: { a: 'A label' } } },
    };
    expect([inputLabel(action, 'a'), inputLabel(action, 'b')]).toEqual(['A label', 'b']);
  });
});

it('pages shown are a window around the current one', () => {
  expect(visiblePages(1, 9, 5)).toEqual([1, 2, 3, 4, 5]);
  expect(visiblePages(9, 9, 5)).toEqual([5, 6, 7, 8, 9]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.nat(499),
      fc.integer({ min: 1, max: 9 }),
      (count, at, most) => {
        const page = (at % count) + 1;
        const shown = visiblePages(page, count, most);
        expect(shown).toContain(page);
        expect(shown).toHaveLength(Math.min(most, count));
        expect(shown.every((one) => one >= 1 && one <= count)).toBe(true);
      },
    ),
  );
});

it('overlays open and close by id, also through the reactions', () => {
  const overlays = createOverlayRegistry();
  let told = 0;
  overlays.subscribe(() => (told += 1));
  overlays.open('a');
  overlays.reactions.openPanel('b');
  overlays.close('a');
  expect([overlays.isOpen('a'), overlays.isOpen('b'), told]).toEqual([false, true, 3]);
});

describe('what the product draws has a stand-in', () => {
  const root = join(import.meta.dirname, '../../..');
  const sources = readdirSync(join(root, 'extensions/app'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx') && !path.includes('node_modules'))
    .map((path) => readFileSync(join(root, 'extensions/app', path), 'utf8'));

  it('each component', async () => {
    // By its path: these types have no DOM, which the page's own do.
    const registry = join(root, 'sandbox/hubspot/web/src/stand-ins/registry.ts');
    const { standIns } = (await import(registry)) as { standIns: Record<string, unknown> };
    const imported = sources.flatMap((source) =>
      [...source.matchAll(/import \{([^}]*)\} from '@hubspot\/ui-extensions'/g)].flatMap(([, names = '']) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => /^[A-Z]/.test(name)),
      ),
    );
    expect(new Set(imported).size).toBeGreaterThan(30);
    expect([...new Set(imported)].filter((name) => !(name in standIns))).toEqual([]);
  });

  it('each icon', () => {
    const icons = sources.flatMap((source) =>
      [...source.matchAll(/<Icon\b[^>]*?\bname="(\w+)"/g)].map(([, name = '']) => name),
    );
    expect(icons.length).toBeGreaterThan(2);
    expect(icons.filter((name) => pathFor(name) === null)).toEqual([]);
  });
});
