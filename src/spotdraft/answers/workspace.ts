import { z } from 'zod';
import { Secret } from '../../platform/secrets/secret.ts';
import { attributeTypes, type AttributeType, type TemplateAttribute } from '@dealdraft/wire/template.ts';
import { optionalNumber, optionalText, requiredNumber } from './reading.ts';

export type TemplateListed = { id: number; name: string; contractTypeId: number | null };
const listed = z
  .object({ id: requiredNumber, name: z.string(), contract_type_id: optionalNumber })
  .transform((value): TemplateListed => ({
    id: value.id,
    name: value.name,
    contractTypeId: value.contract_type_id,
  }));
export const templateList = z.object({ items: z.array(listed) }).transform((value) => value.items);
export const templateDetail = listed;

const attributeType = z
  .string()
  .transform((text): AttributeType =>
    (attributeTypes as readonly string[]).includes(text) ? (text as AttributeType) : 'string',
  );

const attribute: z.ZodType<TemplateAttribute> = z.lazy(() =>
  z
    .object({
      variable: z.string(),
      display_label: optionalText,
      type: attributeType,
      required: z.boolean().nullish(),
      help_text: optionalText,
      question: optionalText,
      options: z
        .array(
          z.object({
            label: optionalText,
            value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
          }),
        )
        .nullish(),
      default_value: z.unknown().optional(),
      parent_variable: optionalText,
      parent_type: optionalText,
      parent_required: z.boolean().nullish(),
      child_variable: optionalText,
      attributes: z.array(attribute).nullish(),
    })
    .transform((value): TemplateAttribute => ({
      variable: value.variable,
      label: value.display_label ?? value.variable,
      type: value.type,
      // SpotDraft documents true as the default of both.
      required: value.required ?? true,
      helpText: value.help_text,
      question: value.question,
      options: (value.options ?? []).map((option) => ({
        label: option.label ?? option.value,
        value: option.value,
      })),
      ...(value.default_value === undefined ? {} : { defaultValue: value.default_value }),
      parentVariable: value.parent_variable,
      parentType: value.parent_type,
      parentRequired: value.parent_required ?? null,
      childVariable: value.child_variable,
      attributes: value.attributes ?? [],
    })),
);

export type TemplateMetadata = {
  attributes: TemplateAttribute[];
  counterpartyKind: 'Individual' | 'Organisation' | 'Both';
};
export const templateMetadata = z
  .object({
    attributes: z.array(attribute),
    counter_party_kind: z.enum(['Individual', 'Organisation', 'Both']).catch('Both'),
  })
  .transform((value): TemplateMetadata => ({
    attributes: value.attributes,
    counterpartyKind: value.counter_party_kind,
  }));

export const contractTypes = z.array(z.object({ id: requiredNumber, name: z.string() }));

export type Entity = {
  id: number;
  name: string;
  referenceId: string | null;
  isPrimary: boolean;
  country: string | null;
};
export const entities = z.array(
  z
    .object({
      id: requiredNumber,
      name: z.string(),
      reference_id: optionalText,
      is_primary: z.boolean().nullish(),
      jurisdiction: z.object({ code2: optionalText }).nullish().catch(null),
    })
    .transform((value): Entity => ({
      id: value.id,
      name: value.name,
      referenceId: value.reference_id,
      isPrimary: value.is_primary === true,
      country: value.jurisdiction?.code2 ?? null,
    })),
);
export const contractTypeEntities = z.array(
  z
    .object({ entity_id: requiredNumber, entity_name: z.string(), is_primary: z.boolean().nullish() })
    .transform((value) => ({
      id: value.entity_id,
      name: value.entity_name,
      isPrimary: value.is_primary === true,
    })),
);

export const organizationTypes = z.array(
  z
    .object({
      id: z.union([z.number(), z.string()]).transform(String),
      name: z.string(),
      jurisdiction: z.unknown().optional(),
    })
    .transform((value) => ({ id: value.id, name: value.name })),
);

export type User = { id: number; email: string; name: string; isActive: boolean };
export const users = z
  .object({
    total_results: optionalNumber,
    results: z.array(
      z
        .object({
          id: requiredNumber,
          email: z.string(),
          name: optionalText,
          first_name: optionalText,
          last_name: optionalText,
          is_active: z.boolean().nullish(),
        })
        .transform((value): User => ({
          id: value.id,
          email: value.email,
          name: value.name ?? [value.first_name, value.last_name].filter(Boolean).join(' '),
          isActive: value.is_active !== false,
        })),
    ),
  })
  .transform((value) => ({
    totalResults: value.total_results ?? value.results.length,
    users: value.results,
  }));

export const webhook = z.object({
  id: requiredNumber,
  status: z.string().catch('ACTIVE'),
  url: z.string().catch(''),
});
export const hmacKey = z
  .object({ hmac_key: z.string().min(1) })
  .transform((value) => new Secret(value.hmac_key));
