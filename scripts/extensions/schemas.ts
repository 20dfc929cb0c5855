/**
 * What a meta file of each kind may hold, by HubSpot's documentation (developers.hubspot.com, "app configuration", "app
 * cards", "app settings page", "webhooks", "custom workflow actions"). HubSpot serves its own schemas only to signed-in
 * accounts; these are stricter where we can be: an unknown field is refused, because HubSpot ignores it in silence.
 */
type Schema = Record<string, unknown>;

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const https: Schema = { type: 'string', pattern: '^https://[^\\s/]+(/\\S*)?$' };
const origin: Schema = { type: 'string', pattern: '^https://[^\\s/]+$' };
const redirect: Schema = { type: 'string', pattern: '^(https://[^\\s/]+|http://localhost(:\\d+)?)/\\S*$' };
const scope: Schema = { type: 'string', pattern: '^[a-z_]+(\\.[a-z_]+)*$' };

const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });
const closed = (required: string[], properties: Schema, more: Schema = {}): Schema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
  ...more,
});
const texts: Schema = { type: 'object', additionalProperties: { type: 'string' } };

const application = closed(['name', 'description', 'distribution', 'auth', 'permittedUrls', 'support'], {
  name: text(200),
  description: text(8192),
  distribution: { enum: ['private', 'marketplace'] },
  auth: closed(['type', 'redirectUrls', 'requiredScopes', 'optionalScopes', 'conditionallyRequiredScopes'], {
    // A marketplace app can only use OAuth.
    type: { const: 'oauth' },
    redirectUrls: list(redirect, { minItems: 1 }),
    requiredScopes: list(scope, { minItems: 1, uniqueItems: true, contains: { const: 'oauth' } }),
    optionalScopes: list(scope, { uniqueItems: true }),
    conditionallyRequiredScopes: list(scope, { uniqueItems: true }),
  }),
  permittedUrls: closed(['fetch', 'iframe', 'img'], {
    fetch: list(origin, { minItems: 1 }),
    iframe: list(origin),
    img: list(origin),
  }),
  support: closed(['supportEmail'], {
    supportEmail: { type: 'string', format: 'email' },
    documentationUrl: https,
    supportUrl: https,
    supportPhone: { type: 'string', pattern: '^\\+[0-9 ]+$' },
  }),
});

const card = closed(['name', 'description', 'location', 'entrypoint', 'objectTypes'], {
  name: text(200),
  description: text(8192),
  previewImage: closed(['file', 'altText'], {
    file: { type: 'string', pattern: '^\\./[^/]+\\.(png|jpe?g|gif)$' },
    altText: text(500),
  }),
  location: { enum: ['crm.record.tab', 'crm.record.sidebar', 'crm.preview', 'helpdesk.sidebar'] },
  entrypoint: { type: 'string', pattern: '^/app/cards/[^/]+\\.(tsx|jsx)$' },
  objectTypes: list(text(100), { minItems: 1, uniqueItems: true }),
});

const settings = closed(['entrypoint'], {
  entrypoint: { type: 'string', pattern: '^/app/settings/[^/]+\\.(tsx|jsx)$' },
});

const objectTypes = ['contact', 'company', 'deal', 'ticket', 'product', 'line_item', 'quote'];
const kinds = ['creation', 'deletion', 'merge', 'restore', 'associationChange', 'propertyChange'];

const propertyNeeded: Schema = {
  if: { properties: { subscriptionType: { pattern: 'propertyChange$' } } },
  then: { required: ['propertyName'] },
  else: { properties: { propertyName: false } },
};

const webhooks = closed(['settings', 'subscriptions'], {
  settings: closed(['targetUrl', 'maxConcurrentRequests'], {
    targetUrl: https,
    maxConcurrentRequests: { type: 'integer', exclusiveMinimum: 5 },
  }),
  subscriptions: closed(['crmObjects'], {
    crmObjects: list(
      closed(
        ['subscriptionType', 'objectType', 'active'],
        {
          subscriptionType: { enum: kinds.map((kind) => `object.${kind}`) },
          objectType: { enum: objectTypes },
          propertyName: text(100),
          active: { type: 'boolean' },
        },
        propertyNeeded,
      ),
      { uniqueItems: true },
    ),
    legacyCrmObjects: list(
      closed(
        ['subscriptionType', 'active'],
        { subscriptionType: { type: 'string' }, propertyName: text(100), active: { type: 'boolean' } },
        propertyNeeded,
      ),
    ),
    hubEvents: list(
      closed(['subscriptionType', 'active'], {
        subscriptionType: { enum: ['contact.privacyDeletion', 'conversation.privacyDeletion'] },
        active: { type: 'boolean' },
      }),
    ),
  }),
});

const fieldTypes: Schema = {
  name: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
  type: { enum: ['string', 'number', 'bool', 'enumeration', 'date', 'datetime'] },
  fieldType: {
    enum: ['text', 'textarea', 'number', 'select', 'booleancheckbox', 'checkbox', 'radio', 'date'],
  },
};

const inputField = closed(['typeDefinition', 'supportedValueTypes', 'isRequired'], {
  typeDefinition: closed(
    ['name', 'type', 'fieldType'],
    {
      ...fieldTypes,
      optionsUrl: https,
      options: list(
        closed(['value', 'label'], { value: text(200), label: text(200), displayOrder: { type: 'integer' } }),
        {
          minItems: 1,
        },
      ),
      referencedObjectType: { const: 'OWNER' },
    },
    {
      // A choice needs its choices, from a list or from a call, never both.
      if: { properties: { type: { const: 'enumeration' } } },
      then: {
        oneOf: [
          { required: ['optionsUrl'] },
          { required: ['options'] },
          { required: ['referencedObjectType'] },
        ],
      },
      else: { properties: { optionsUrl: false, options: false } },
    },
  ),
  supportedValueTypes: list({ enum: ['STATIC_VALUE', 'OBJECT_PROPERTY', 'FIELD_DATA'] }, { minItems: 1 }),
  isRequired: { type: 'boolean' },
});

const language = closed(['actionName', 'actionDescription', 'actionCardContent', 'inputFieldLabels'], {
  actionName: text(100),
  actionDescription: text(1000),
  actionCardContent: text(1000),
  appDisplayName: text(100),
  inputFieldLabels: texts,
  inputFieldDescriptions: texts,
  outputFieldLabels: texts,
  executionRules: texts,
});

const workflowAction = closed(
  ['actionUrl', 'isPublished', 'supportedClients', 'inputFields', 'labels', 'objectTypes'],
  {
    actionUrl: https,
    isPublished: { type: 'boolean' },
    supportedClients: list(closed(['client'], { client: { enum: ['WORKFLOWS', 'AGENTS'] } }), {
      minItems: 1,
    }),
    inputFields: list(inputField),
    inputFieldDependencies: list({ type: 'object' }),
    outputFields: list(
      closed(['typeDefinition'], { typeDefinition: closed(['name', 'type', 'fieldType'], fieldTypes) }),
    ),
    objectRequestOptions: closed(['properties'], { properties: list(text(100), { uniqueItems: true }) }),
    executionRules: list(
      closed(['labelName', 'conditions'], { labelName: text(100), conditions: { type: 'object' } }),
    ),
    labels: closed(['en'], {
      en: language,
      fr: language,
      de: language,
      ja: language,
      es: language,
      'pt-br': language,
      nl: language,
    }),
    objectTypes: list(
      { enum: ['CONTACT', 'COMPANY', 'DEAL', 'TICKET', 'LINE_ITEM', 'QUOTE'] },
      { minItems: 1 },
    ),
  },
);

/** Keyed by the names HubSpot uses inside. */
export const componentSchemas: Record<string, Schema> = {
  APPLICATION: application,
  CARD: card,
  SETTINGS: settings,
  WEBHOOKS: webhooks,
  WORKFLOW_ACTION: workflowAction,
};
