import type { HubSpotClient } from './client.ts';
import type { HubSpotFailure } from './transport/failure.ts';
import type { PropertiesByObject, PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';

const objectTypes: Partial<Record<RecordObject, string>> = {
  deal: 'deals',
  company: 'companies',
  contact: 'contacts',
  quote: 'quotes',
  line_item: 'line_items',
};

export type PropertyDefinitions = {
  read: (
    client: HubSpotClient,
    objects: readonly RecordObject[],
  ) => Promise<Result<PropertiesByObject, HubSpotFailure>>;
  forget: (portalId: number) => void;
};

/**
 * Property definitions of each portal, kept for a few minutes: they are large, change rarely, and every plan needs
 * them for labels and types. A failed read is not kept.
 */
export const createPropertyDefinitions = (now: () => number, keepMs = 120_000): PropertyDefinitions => {
  type Entry = { until: number; answer: Promise<Result<PropertyDefinition[], HubSpotFailure>> };
  const kept = new Map<string, Entry>();

  const readOne = (client: HubSpotClient, object: RecordObject, type: string): Entry['answer'] => {
    const key = `${String(client.portalId)}:${object}`;
    const entry = kept.get(key);
    if (entry !== undefined && entry.until > now()) return entry.answer;
    const answer = client.listProperties(type);
    kept.set(key, { until: now() + keepMs, answer });
    const forget = (): void => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    };
    // A read that throws (the database is away) is told to whoever asked; here it is only not kept.
    answer.then((result) => {
      if (!result.ok) forget();
    }, forget);
    return answer;
  };

  return {
    read: async (client, objects) => {
      const definitions: PropertiesByObject = {};
      for (const object of objects) {
        const type = objectTypes[object];
        if (type === undefined) continue;
        const answer = await readOne(client, object, type);
        if (!answer.ok) return answer;
        definitions[object] = answer.value;
      }
      return ok(definitions);
    },
    forget: (portalId) => {
      for (const key of kept.keys()) if (key.startsWith(`${String(portalId)}:`)) kept.delete(key);
    },
  };
};
