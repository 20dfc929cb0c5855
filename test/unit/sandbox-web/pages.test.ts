import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as uiExtensions from '@hubspot/ui-extensions';
import * as crmExtensions from '@hubspot/ui-extensions/crm';
import { readFileSync } from 'node:fs';
import { createRecordWatch, newsFor } from '../../../sandbox/hubspot/web/src/host/record-watch.ts';
import { withoutRule, withRule } from '../../../sandbox/hubspot/web/src/pages/properties/rule-edits.ts';
import { groupTimeline } from '../../../sandbox/hubspot/web/src/pages/record/timeline-groups.ts';
import { inputLabel, readOptions } from '../../../sandbox/hubspot/web/src/pages/workflows/action-words.ts';
import { routeOf, addressOf } from '../../../sandbox/hubspot/web/src/shell/routes.ts';
import { chartModel, roundUp } from '../../../sandbox/hubspot/web/src/stand-ins/chart-data.ts';
import { onThisOrigin, targetOf } from '../../../sandbox/hubspot/web/src/stand-ins/href.ts';
import { pathFor } from '../../../sandbox/hubspot/web/src/stand-ins/icon-families.ts';
import { paths } from '../../../sandbox/hubspot/web/src/stand-ins/icon-paths.ts';
import { createOverlayRegistry } from '../../../sandbox/hubspot/web/src/stand-ins/overlay-registry.ts';
import { visiblePages } from '../../../sandbox/hubspot/web/src/stand-ins/visible-pages.ts';

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
    ['/gallery', { page: 'gallery' }],
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
    [
      'an edit of a watched name',
      { names: ['a', 'b'], only: 'edits' },
      { kind: 'edit', names: ['b', 'c'] },
      ['b'],
    ],
    ['an edit of another name', { names: ['a'], only: 'all' }, { kind: 'edit', names: ['c'] }, null],
    ['any edit', { names: '*', only: 'edits' }, { kind: 'edit', names: ['c'] }, ['c']],
    ['a refresh, for the action', { names: ['a'], only: 'edits' }, { kind: 'refresh' }, null],
    ['a refresh, for the hook', { names: ['a'], only: 'all' }, { kind: 'refresh' }, ['a']],
  ] as const)('%s', (_name, interest, news, expected) => {
    const names = interest.names === '*' ? '*' : [...interest.names];
    const told = news.kind === 'edit' ? { kind: news.kind, names: [...news.names] } : news;
    expect(newsFor({ names, only: interest.only }, told)).toEqual(expected);
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

it('charts group, add up and stack', () => {
  const data = [
    { month: 'Jan', kind: 'won', deals: 3 },
    { month: 'Jan', kind: 'won', deals: 4 },
    { month: 'Jan', kind: 'lost', deals: 5 },
    { month: 'Feb', kind: 'lost', deals: 1 },
  ];
  const axes = (stacking: boolean) => ({
    x: { field: 'month', fieldType: 'category' as const },
    y: { field: 'deals', fieldType: 'linear' as const },
    options: { groupFieldByColor: 'kind', stacking },
  });
  const model = chartModel({ data, axes: axes(false) });
  expect(model.categories).toEqual(['Jan', 'Feb']);
  expect(model.series.map(({ name, values }) => [name, [...values]])).toEqual([
    ['won', [['Jan', 7]]],
    [
      'lost',
      [
        ['Jan', 5],
        ['Feb', 1],
      ],
    ],
  ]);
  expect([model.top, chartModel({ data, axes: axes(true) }).top]).toEqual([10, 20]);
  expect([0, 3, 12, 0.4].map(roundUp)).toEqual([1, 5, 20, 0.5]);
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

it('every icon name of HubSpot has a drawing', () => {
  const circle = new Set(['circle', 'circleFilled', 'circleHollow', 'record']);
  const undrawn = Object.keys(uiExtensions.iconNames).filter(
    (name) => pathFor(name) === paths.circle && !circle.has(name),
  );
  expect(undrawn).toEqual([]);
});

it('every component of ui-extensions has a stand-in', () => {
  const registry = ['registry.ts', 'crm-components.tsx', 'crm-actions.tsx']
    .map((name) =>
      readFileSync(new URL(`../../../sandbox/hubspot/web/src/stand-ins/${name}`, import.meta.url), 'utf8'),
    )
    .join('\n');
  const isComponent = ([name, value]: [string, unknown]): boolean =>
    /^[A-Z]/.test(name) &&
    (typeof value === 'string' || (typeof value === 'object' && value !== null && '$$typeof' in value));
  const names = [uiExtensions, crmExtensions].flatMap((all) =>
    Object.entries(all)
      .filter(isComponent)
      .map(([name]) => name),
  );
  expect(names.length).toBeGreaterThan(70);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(registry))).toEqual([]);
});
