import { useEffect, useState } from 'react';
import { crm } from '../api/crm.ts';
import type { CrmSource } from './environment.tsx';
import { useEnvironment } from './environment.tsx';

type Loaded<Data> = { data: Data | null; failure: string | null };

/** Loads when `key` changes; a late answer to an older key is dropped. */
export const useLoad = <Data>(key: string | null, load: () => Promise<Data>): Loaded<Data> => {
  const [state, setState] = useState<Loaded<Data>>({ data: null, failure: null });
  useEffect(() => {
    if (key === null) return;
    let late = false;
    load().then(
      (data) => {
        if (!late) setState({ data, failure: null });
      },
      (failure: unknown) => {
        if (!late)
          setState({ data: null, failure: failure instanceof Error ? failure.message : String(failure) });
      },
    );
    return () => {
      late = true;
    };
  }, [key]);
  return state;
};

export type RecordChoice = { objectTypeId?: string | undefined; objectId?: number | undefined };

/** `deal_currency_code` → “Deal currency code”, for records whose definitions are not on the page. */
export const readable = (name: string): string => {
  const words = name.replace(/^hs_/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export type Line = { name: string; label: string; value: string };

/** Properties of the record on the page or of another one, as label and shown value. */
export const useRecordLines = (names: string[], choice: RecordChoice = {}): Loaded<Line[]> => {
  const { crm: source } = useEnvironment();
  const address = addressOf(source, choice);
  const own = source !== null && String(address?.objectId) === source.objectId;
  return useLoad(address === null ? null : JSON.stringify([address, names]), async () => {
    if (address === null || source === null) return [];
    const { properties } = await crm.properties(address, names);
    return names.map((name) => ({
      name,
      label: own ? source.labelOf(name) : readable(name),
      value: (own ? source.show(name, properties[name] ?? null) : (properties[name] ?? '')) || '--',
    }));
  });
};

const addressOf = (source: CrmSource | null, choice: RecordChoice) =>
  source === null
    ? null
    : {
        portalId: source.portalId,
        objectTypeId: choice.objectTypeId ?? source.objectTypeId,
        objectId: choice.objectId ?? source.objectId,
      };

export type Associated = { id: string; labels: string[]; properties: Record<string, string | null> };

/** Records associated with the one on the page. */
export const useAssociated = (
  objectTypeId: string,
  wish: { properties: string[]; labels?: string[] | undefined; length: number; offset?: number },
): Loaded<{ records: Associated[]; hasMore: boolean }> => {
  const { crm: source } = useEnvironment();
  return useLoad(source === null ? null : JSON.stringify([source.objectId, objectTypeId, wish]), async () => {
    const address = addressOf(source, {});
    if (address === null) return { records: [], hasMore: false };
    const answer = await crm.associations(address, {
      toObjectType: objectTypeId,
      properties: wish.properties,
      pageLength: wish.length,
      offset: wish.offset ?? 0,
    });
    const records = answer.results.map((one) => ({
      id: String(one.toObjectId),
      labels: one.associationTypes.map(({ label }) => label).filter((label) => label !== null),
      properties: one.properties,
    }));
    const wanted = wish.labels ?? [];
    return {
      records:
        wanted.length === 0
          ? records
          : records.filter(({ labels }) => labels.some((one) => wanted.includes(one))),
      hasMore: answer.hasMore,
    };
  });
};
