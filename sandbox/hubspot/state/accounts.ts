/** The seeded accounts. Everything here is made up and opens nothing but this sandbox. */
export const northwindPortalId = 8811001;
export const secondPortalId = 8811002;

export const appId = 5510001;
export const appName = 'DealDraft';
export const oauthClientId = '00000000-5a4d-4b0c-8000-000000510001';
export const appClientSecret = '11111111-fake-hubs-pot0-clientsecret';

/** Tokens that never end, with every scope of the app. */
export const accessTokens: Readonly<Record<number, string>> = {
  [northwindPortalId]: 'pat-sandbox-8811001-not-a-secret',
  [secondPortalId]: 'pat-sandbox-8811002-not-a-secret',
};

export const appScopes = [
  'oauth',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.deals.write',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.line_items.read',
  'crm.objects.owners.read',
  'crm.objects.quotes.read',
  'files',
  'automation',
] as const;

/** Users of the first account: Ada may do everything, Ben sells, Chiara works in operations. */
export const userIds = { ada: 77001, ben: 77002, chiara: 77003, daniel: 77101 } as const;
