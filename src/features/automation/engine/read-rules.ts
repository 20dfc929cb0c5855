import type { ContractFacts, RuleFacts, SetFacts } from '../rules/facts.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { StageRule } from '../../../platform/database/generated/client.ts';
import { contractSet, ruleContent } from '@dealdraft/wire/automation.ts';
import { readPeople } from '../../contracts/status/people.ts';

export type StoredRule = RuleFacts & { name: string; version: number; state: string };

/** A stored rule, or null when an older version wrote what this one cannot read: such a rule never acts. */
export const ruleFacts = (row: StageRule): StoredRule | null => {
  const content = ruleContent.safeParse(row.content);
  return content.success
    ? {
        id: row.id,
        content: content.data,
        since: row.activeSince.getTime(),
        name: content.data.name,
        version: row.version,
        state: row.state,
      }
    : null;
};

/** The portal's rules, oldest first: where two would move a deal at once, the older one does. */
export const readRules = async (
  db: Db,
  portalId: number,
  states: readonly string[] = ['active'],
): Promise<StoredRule[]> => {
  const rows = await db.stageRule.findMany({
    where: { portalId, state: { in: [...states] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.flatMap((row) => ruleFacts(row) ?? []);
};

/** The portal's contract sets, with the present names of their templates. */
export const readSets = async (db: Db, portalId: number): Promise<SetFacts[]> => {
  const [rows, templates] = await Promise.all([
    db.contractSet.findMany({ where: { portalId, state: 'active' } }),
    db.template.findMany({ where: { portalId }, select: { templateId: true, name: true } }),
  ]);
  return rows.flatMap((row) => {
    const content = contractSet.safeParse(row.content);
    if (!content.success) return [];
    const members = content.data.members.map((member) => ({
      ...member,
      templateName:
        templates.find(({ templateId }) => templateId === member.templateId)?.name ??
        `Template ${String(member.templateId)}`,
    }));
    return [{ id: row.id, name: content.data.name, members }];
  });
};

/**
 * The deal's contracts as rules see them. Where the portal has a production workspace, trials in UAT never count: two
 * workspaces may number different templates alike, and a trial never moves a deal.
 */
export const readContracts = async (
  db: Db,
  { portalId, dealId }: { portalId: number; dealId: string },
): Promise<ContractFacts[]> => {
  const [rows, production] = await Promise.all([
    db.contract.findMany({
      where: { portalId, dealId, unlinkedAt: null, goneAt: null },
      include: { workspace: { select: { environment: true } } },
      orderBy: { createdAt: 'asc' },
    }),
    db.workspace.count({ where: { portalId, environment: 'production' } }),
  ]);
  return rows
    .filter(({ workspace }) => production === 0 || workspace.environment === 'production')
    .map((row) => {
      const declined = readPeople(row.people).signatories.flatMap(({ declinedAt }) =>
        declinedAt === null ? [] : [Date.parse(declinedAt)],
      );
      return {
        id: row.id,
        name: row.name,
        templateId: row.templateId,
        status: row.status,
        declinedAt: declined.length === 0 ? null : Math.max(...declined),
        statusAt: row.statusAt.getTime(),
        createdAt: row.createdAt.getTime(),
      };
    });
};
