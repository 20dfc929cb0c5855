import type { Step } from './parts/step.ts';

const vendors = [
  ['hubspot', 'HubSpot'],
  ['spotdraft', 'SpotDraft'],
] as const;

/** The list for docs/real-account.md. Plain paragraphs, so that a changed step changes its own lines only. */
export function assumptionsAsMarkdown(steps: readonly Step[]): string {
  return vendors
    .map(([prefix, name]) => {
      const own = steps.filter(({ id }) => id.startsWith(`${prefix}.`));
      return [`### ${name}`, ...own.map(entry)].join('\n\n');
    })
    .join('\n\n');
}

function entry({ id, title, assumption, matters, where, writes, does }: Step): string {
  const files = where.map((path) => `\`${path}\``).join(', ');
  return [
    `**\`${id}\`** ${title}. ${assumption}`,
    `Matters: ${matters} (${files})`,
    `${writes ? 'Writes' : 'Reads'}: ${does}`,
  ].join('\\\n');
}
