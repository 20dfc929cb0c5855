import { z } from 'zod';
import { optionalText } from './reading.ts';

export type ExternalMetadata = {
  id: string;
  integrationName: string | null;
  recordType: string | null;
  recordData: Record<string, unknown>;
  /** Of SpotDraft's own CRM integrations; kept when the rest is replaced. */
  objectConfigurationId?: string;
};

/** The caller's own keys on a contract. One without an id is none. */
export const externalMetadata = z
  .object({
    id: optionalText,
    integration_name: optionalText,
    record_type: optionalText,
    record_data: z.record(z.string(), z.unknown()).nullish().catch(null),
    object_configuration_id: optionalText,
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
          ...(value.object_configuration_id === null
            ? {}
            : { objectConfigurationId: value.object_configuration_id }),
        },
  );

export const metadataBody = (metadata: ExternalMetadata) => ({
  id: metadata.id,
  integration_name: metadata.integrationName ?? 'HubSpot',
  record_type: metadata.recordType ?? 'Deal',
  record_data: metadata.recordData,
  ...(metadata.objectConfigurationId === undefined
    ? {}
    : { object_configuration_id: metadata.objectConfigurationId }),
});
