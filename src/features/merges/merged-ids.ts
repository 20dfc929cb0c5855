export type RecordRead = { id: string; properties: Readonly<Record<string, string | null>> };

/** HubSpot's list of a record's old ids. Reads ask for it, so that a merge is known before any webhook tells. */
export const mergedIdsProperty = 'hs_merged_object_ids';

export const mergedIdsOf = ({ id, properties }: RecordRead): string[] =>
  (properties[mergedIdsProperty] ?? '').split(';').filter((each) => /^\d{1,20}$/.test(each) && each !== id);
