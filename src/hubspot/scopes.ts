/** What the app asks for at installation; the same as in `extensions/app/app-hsmeta.json`, which a test checks. */
export const requiredScopes = [
  'oauth',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.deals.read',
  'crm.schemas.deals.write',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.line_items.read',
  'crm.objects.owners.read',
  'files',
] as const;

/** Granted where the account's tier has them: workflows, and quotes as a source. */
export const optionalScopes = ['automation', 'crm.objects.quotes.read'] as const;
