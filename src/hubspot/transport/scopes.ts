import type { Operation } from './failure.ts';

/**
 * - required: every account grants it, or the installation fails.
 * - conditionallyRequired: like required, in an install URL that names it.
 * - optional: granted where the account's subscription has it; DealDraft works without it.
 */
export type ScopeKind = 'required' | 'conditionallyRequired' | 'optional';

export type ScopeRow = {
  scope: string;
  kind: ScopeKind;
  /** What DealDraft does with it: the text of the shared-data table in docs/security.md. */
  use: string;
  /** The calls that HubSpot refuses without it. */
  operations: readonly Operation[];
  /** Of an optional one: its calls, by path, which are not made without it, and what people are told instead. */
  without?: { path: RegExp; feature: string; text: string };
};

/**
 * Every scope DealDraft asks for. The app's meta file, the install URL, and what is said of an account's permissions
 * all follow from this table; HubSpot blocks an installation when they disagree. A scope that is added here reaches
 * existing installations only when a super admin consents again, which the settings page then asks for.
 */
export const scopeTable: readonly ScopeRow[] = [
  {
    scope: 'oauth',
    kind: 'required',
    use: 'Connects the account, and reads its time zone and currency.',
    operations: ['getAccountInfo', 'uninstall'],
  },
  {
    scope: 'crm.objects.deals.read',
    kind: 'required',
    use: 'Reads deals, their properties, pipelines and stages, and what is associated with them; receives their events.',
    operations: ['getDeal', 'searchDeals', 'listDealPipelines'],
  },
  {
    scope: 'crm.objects.deals.write',
    kind: 'required',
    use: 'Writes the contract status to the deal, moves its stage by your rules, and attaches the note with the signed PDF.',
    operations: ['updateDeal', 'batchUpdateDeals'],
  },
  {
    scope: 'crm.schemas.deals.write',
    kind: 'required',
    use: "Creates DealDraft's own deal properties and their group.",
    operations: ['createProperty', 'updateProperty', 'createPropertyGroup'],
  },
  {
    scope: 'crm.objects.contacts.read',
    kind: 'required',
    use: 'Reads the contacts of a deal: signatories and recipients. HubSpot asks for it for notes, too.',
    operations: ['readBatch', 'findNotes'],
  },
  {
    scope: 'crm.objects.contacts.write',
    kind: 'required',
    use: 'Creates the note with the signed PDF. Notes have no scope of their own; DealDraft changes no contact.',
    operations: ['createNote'],
  },
  {
    scope: 'crm.objects.companies.read',
    kind: 'required',
    use: 'Reads the companies of a deal: the counterparty and its address.',
    operations: ['readBatch'],
  },
  {
    scope: 'crm.objects.line_items.read',
    kind: 'required',
    use: 'Reads the line items of a deal for tables in the contract; receives their events.',
    operations: ['readBatch'],
  },
  {
    scope: 'crm.objects.owners.read',
    kind: 'required',
    use: 'Reads the name and email of the deal owner.',
    operations: ['getOwner', 'listOwners'],
  },
  {
    scope: 'files',
    kind: 'required',
    use: 'Stores the signed PDF as a private file.',
    operations: ['uploadFile', 'findFile'],
  },
  {
    scope: 'automation',
    kind: 'optional',
    use: 'Reports the result of a workflow action back to the workflow.',
    operations: ['completeCallbacks'],
    without: {
      path: /^\/automation\//,
      feature: 'Workflow actions',
      text: "HubSpot didn't give DealDraft access to workflows in this account. Workflows need a Professional or Enterprise subscription. Stage rules work without them.",
    },
  },
  {
    scope: 'crm.objects.quotes.read',
    kind: 'optional',
    use: 'Reads the quotes of a deal and their line items, where a mapping uses them.',
    operations: ['readBatch'],
    without: {
      path: /\/quotes(\/|$)/,
      feature: 'Quotes',
      text: "HubSpot didn't give DealDraft access to quotes in this account. Quotes need a subscription that includes them. Map the deal and its line items instead.",
    },
  },
];

export const scopesOf = (...kinds: readonly ScopeKind[]): string[] =>
  scopeTable.filter(({ kind }) => kinds.includes(kind)).map(({ scope }) => scope);

/** What the install URL asks for: HubSpot takes optional scopes in their own parameter only. */
export const installScopes = {
  scopes: scopesOf('required', 'conditionallyRequired'),
  optionalScopes: scopesOf('optional'),
};

export const isOptionalScope = (scope: string): boolean => scopesOf('optional').includes(scope);

/** Why something is not there when all that is lacking is optional: no reconnecting helps then. */
export const absentText = (scopes: readonly string[]): string | null =>
  scopes.length === 0 || !scopes.every(isOptionalScope)
    ? null
    : scopeTable
        .flatMap(({ scope, without }) => (scopes.includes(scope) ? [without?.text ?? ''] : []))
        .join(' ');

/** The optional scope that a call needs, if it needs one. */
export const optionalScopeOf = (path: string): string | null =>
  scopeTable.find(({ without }) => without?.path.test(path) === true)?.scope ?? null;
