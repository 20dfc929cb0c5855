import type { ReactElement } from 'react';
import { useState } from 'react';
import type { Editing } from '@dealdraft/ui/settings/mapping/context/edit-context.ts';
import { EditingContext } from '@dealdraft/ui/settings/mapping/context/edit-context.ts';
import type { EditorFacts } from '@dealdraft/ui/settings/mapping/context/editor-context.ts';
import { EditorFactsContext } from '@dealdraft/ui/settings/mapping/context/editor-context.ts';
import type { Live } from '@dealdraft/ui/settings/mapping/context/live-context.ts';
import { LiveContext, noLive } from '@dealdraft/ui/settings/mapping/context/live-context.ts';
import { PropertiesContext } from '@dealdraft/ui/settings/mapping/context/properties-context.ts';
import type { PropertyQuery } from '@dealdraft/ui/settings/mapping/context/property-keeper.ts';
import { createPropertyKeeper } from '@dealdraft/ui/settings/mapping/context/property-keeper.ts';
import { setIn } from '@dealdraft/ui/settings/draft/set-in.ts';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { ok } from '../card/kit.tsx';
import { renderSettings } from './kit.tsx';
import { mapping } from './kit-mapping.ts';

const property = (
  name: string,
  label: string,
  more: Partial<PropertyDefinition> = {},
): PropertyDefinition => ({
  name,
  label,
  type: 'string',
  fieldType: 'text',
  options: [],
  externalOptions: false,
  readOnly: false,
  hidden: false,
  archived: false,
  currency: false,
  ...more,
});

const account: PropertyDefinition[] = [
  property('dealname', 'Deal name'),
  property('amount', 'Amount', { type: 'number', currency: true }),
  property('deal_stage', 'Stage', {
    type: 'enumeration',
    options: [
      { value: 'won', label: 'Closed won', hidden: false },
      { value: 'lost', label: 'Closed lost', hidden: false },
    ],
  }),
];

/** An account with a few properties, the same on every object. */
export const readAccount =
  (asked: PropertyQuery[] = []) =>
  (query: PropertyQuery) => {
    asked.push(query);
    const properties = account.filter(({ name, label }) =>
      query.names.length > 0
        ? query.names.includes(name)
        : `${label} ${name}`.toLowerCase().includes(query.search.toLowerCase()),
    );
    return Promise.resolve(ok({ properties, total: query.names.length > 0 ? properties.length : 1_500 }));
  };

type Given = { mapping?: Mapping; findings?: Finding[]; facts?: Partial<EditorFacts>; live?: Live };

/** Renders a part of the editor over a mapping that really changes; `mapping()` is how it stands. */
export const renderEditor = (element: ReactElement, given: Given = {}) => {
  let latest = given.mapping ?? mapping();
  const asked: PropertyQuery[] = [];
  const keeper = createPropertyKeeper(readAccount(asked), (run) => void Promise.resolve().then(run));
  const Host = () => {
    const [current, setCurrent] = useState(latest);
    const change = (next: Mapping) => {
      latest = next;
      setCurrent(next);
    };
    const editing: Editing = {
      mapping: current,
      findings: given.findings ?? [],
      change,
      set: (path, value) => {
        change(setIn(latest, path, value));
      },
    };
    const facts: EditorFacts = {
      labels: {},
      targets: [],
      keyPointers: [],
      statusProperties: [],
      entities: [],
      organizationTypes: [],
      ...given.facts,
    };
    return (
      <PropertiesContext.Provider value={keeper}>
        <EditorFactsContext.Provider value={facts}>
          <LiveContext.Provider value={given.live ?? noLive}>
            <EditingContext.Provider value={editing}>{element}</EditingContext.Provider>
          </LiveContext.Provider>
        </EditorFactsContext.Provider>
      </PropertiesContext.Provider>
    );
  };
  return { ...renderSettings(<Host />, {}), asked, mapping: () => latest };
};
