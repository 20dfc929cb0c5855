import { z } from 'zod';

const allowed = z
  .object({ who: z.enum(['everybody', 'admins', 'listed']), emails: z.array(z.string()).default([]) })
  .catch({ who: 'everybody', emails: [] });

/** What an account's admins have set, as stored with the portal. Whatever is missing or unreadable has its default. */
const portalSettings = z.object({
  admins: z.array(z.string()).catch([]),
  adminSince: z.record(z.string(), z.object({ by: z.string(), at: z.string() })).catch({}),
  blockSendingOnDrift: z.boolean().catch(false),
  whoMayGenerate: allowed,
  whoMayAct: allowed,
  alerts: z
    .object({ webhookUrl: z.string().nullable(), onlyAdminProblems: z.boolean() })
    .catch({ webhookUrl: null, onlyAdminProblems: true }),
  /** Sealed. */
  alertKey: z.string().nullable().catch(null),
  alertKeyMask: z.string().nullable().catch(null),
  revision: z.number().int().catch(0),
  changedBy: z.string().nullable().catch(null),
  changedAt: z.string().nullable().catch(null),
});
export type PortalSettings = z.output<typeof portalSettings>;

export const readPortalSettings = (stored: unknown): PortalSettings =>
  portalSettings.parse(typeof stored === 'object' && stored !== null ? stored : {});

const sameEmail = (list: readonly string[], email: string): boolean =>
  list.some((each) => each.toLowerCase() === email.toLowerCase());

export const isListedAdmin = (settings: PortalSettings, email: string): boolean =>
  sameEmail(settings.admins, email);

/** Whose permission a wish needs. What a rule, a workflow or a program asks for is the admins' own, who set it up. */
export const personOf = ({ origin, requestedBy }: { origin: string; requestedBy: string | null }) =>
  origin === 'card' ? requestedBy : null;

const may = (settings: PortalSettings, rule: PortalSettings['whoMayAct'], email: string | null): boolean => {
  if (rule.who === 'everybody' || email === null || isListedAdmin(settings, email)) return true;
  return rule.who === 'listed' && sameEmail(rule.emails, email);
};

export const mayGenerate = (settings: PortalSettings, email: string | null): boolean =>
  may(settings, settings.whoMayGenerate, email);

export const mayAct = (settings: PortalSettings, email: string | null): boolean =>
  may(settings, settings.whoMayAct, email);

export const mayNotGenerate =
  'You don’t have permission to create contracts. Ask a DealDraft admin for access.';
export const mayNotAct =
  'Your admin has limited who sends and changes contracts; ask one of them to do it or to add you.';

/** What a person may on the card, and why a button is off. */
export const permissionsOf = (
  settings: PortalSettings,
  email: string,
): { generate: boolean; act: boolean; admin: boolean; reason: string | null } => {
  const generate = mayGenerate(settings, email);
  const act = mayAct(settings, email);
  return {
    generate,
    act,
    admin: isListedAdmin(settings, email),
    reason: generate ? (act ? null : mayNotAct) : mayNotGenerate,
  };
};
