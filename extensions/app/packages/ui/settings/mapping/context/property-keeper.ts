import type { CardError, Envelope } from '@dealdraft/wire/card.ts';
import type { PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';

type PropertyPage = { properties: PropertyDefinition[]; total: number };
export type PropertyQuery = { object: RecordObject; search: string; names: string[] };
export type ReadProperties = (query: PropertyQuery) => Promise<Envelope<PropertyPage>>;

export type Found = {
  state: 'loading' | 'ready' | 'failed';
  properties: PropertyDefinition[];
  total: number;
  error: CardError | null;
};

export type PropertyKeeper = {
  subscribe: (listener: () => void) => () => void;
  /** Changes with every answer. */
  version: () => number;
  /** Properties that fit a text; asks the service the first time. */
  search: (object: RecordObject, text: string) => Found;
  /** Asks again after a failure. */
  retry: (object: RecordObject, text: string) => void;
  /** `undefined`: not known yet; `null`: there is none of that name. */
  definition: (object: RecordObject, name: string) => PropertyDefinition | null | undefined;
};

const LOADING: Found = { state: 'loading', properties: [], total: 0, error: null };
const MOST_NAMES = 100;

/**
 * What is known of the account's properties. An account may have thousands, so they are searched at the service, and each
 * search is asked once. Names that a mapping uses are asked for together, after the drawing that first mentions them.
 */
export const createPropertyKeeper = (
  read: ReadProperties,
  soon: (run: () => void) => void,
): PropertyKeeper => {
  const listeners = new Set<() => void>();
  const searches = new Map<string, Found>();
  const known = new Map<string, PropertyDefinition | null>();
  const wanted = new Map<RecordObject, Set<string>>();
  let version = 0;

  const changed = () => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const learn = (object: RecordObject, properties: readonly PropertyDefinition[]) => {
    for (const property of properties) known.set(`${object}/${property.name}`, property);
  };

  const ask = async (object: RecordObject, text: string): Promise<void> => {
    const key = `${object}/${text}`;
    searches.set(key, LOADING);
    const answer = await read({ object, search: text, names: [] });
    if (answer.ok) learn(object, answer.data.properties);
    searches.set(
      key,
      answer.ok
        ? { state: 'ready', ...answer.data, error: null }
        : { state: 'failed', properties: [], total: 0, error: answer.error },
    );
    changed();
  };

  const askNames = async (object: RecordObject, names: string[]): Promise<void> => {
    const answer = await read({ object, search: '', names });
    // Not to know is not the same as not to exist: only an answer can say that a property is gone.
    if (!answer.ok) return;
    learn(object, answer.data.properties);
    for (const name of names) if (!known.has(`${object}/${name}`)) known.set(`${object}/${name}`, null);
    changed();
  };

  const flush = () => {
    for (const [object, names] of wanted) {
      const all = [...names];
      for (let at = 0; at < all.length; at += MOST_NAMES)
        void askNames(object, all.slice(at, at + MOST_NAMES));
    }
    wanted.clear();
  };

  const asked = new Set<string>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    version: () => version,
    search: (object, text) => {
      const found = searches.get(`${object}/${text}`);
      if (found !== undefined) return found;
      void ask(object, text);
      return LOADING;
    },
    retry: (object, text) => {
      void ask(object, text);
      changed();
    },
    definition: (object, name) => {
      const key = `${object}/${name}`;
      const definition = known.get(key);
      if (definition === undefined && name !== '' && !asked.has(key)) {
        asked.add(key);
        if (wanted.size === 0) soon(flush);
        wanted.set(object, (wanted.get(object) ?? new Set()).add(name));
      }
      return definition;
    },
  };
};
