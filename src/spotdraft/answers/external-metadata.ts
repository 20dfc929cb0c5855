import { z } from 'zod';
import { optionalText } from './reading.ts';

export type ExternalMetadata = {
  id: string;
  integrationName: string | null;
  recordType: string | null;
  recordData: Record<string, unknown>;
};

/** The caller's own keys on a contract. One without an id is none. */
export const externalMetadata = z
  .object({
    id: optionalText,
    integration_name: optionalText,
    record_type: optionalText,
    record_data: z.record(z.string(), z.unknown()).nullish().catch(null),
  })
  .nullish()
  .catch(null)
  .transform((value): ExternalMetadata | null =>
    value?.id == null
      ? null
      : {
          id: value.id,
          integrationName: value.integration_name,
          recordType: value.record_type,
          recordData: value.record_data ?? {},
        },
  );

export const metadataBody = (metadata: ExternalMetadata) => ({
  id: metadata.id,
  integration_name: metadata.integrationName ?? 'HubSpot',
  record_type: metadata.recordType ?? 'Deal',
  record_data: metadata.recordData,
});
