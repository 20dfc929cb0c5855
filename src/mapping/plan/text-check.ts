import type { PlanLine, PlanLink, PlanWarning } from '@dealdraft/wire/plan.ts';
import { nameWords } from '../transforms/describe-transform.ts';
import { personName } from '../values/person-name.ts';
import { quoted } from '../values/value.ts';

/** Where a middle name or a second family name leaves open how a full name is to be parted: a person should look. */
export function nameWarnings(lines: readonly PlanLine[]): PlanWarning[] {
  const parts = Object.values(nameWords);
  const guessed = lines.filter(
    ({ raw, transforms, value }) =>
      typeof raw === 'string' &&
      value !== null &&
      transforms.some((words) => parts.includes(words)) &&
      personName(raw).isGuess,
  );
  const named = new Map(guessed.map((line) => [String(line.raw), line]));
  return [...named].map(([name, line]) => {
    const { first, last } = personName(name);
    return {
      code: 'guessed_name',
      message: `${quoted(name)} can be split in several ways: DealDraft takes ${quoted(first)} as the first name and ${quoted(last)} as the last. Check it, or write it as “Last, First”.`,
      ...linkOf(line),
    };
  });
}

/** A character that another system cut in two, or that no database keeps, arrives as �. */
export function damageWarnings(lines: readonly PlanLine[]): PlanWarning[] {
  return lines
    .filter(({ value }) => value !== null && JSON.stringify(value).includes('\ufffd'))
    .map((line) => ({
      code: 'damaged_text',
      message: `${line.label} holds a damaged character (�), which would be printed. Correct it in HubSpot.`,
      ...linkOf(line),
    }));
}

function linkOf({ source: { object, recordId, property } }: PlanLine): { link?: PlanLink } {
  if (object === undefined || recordId === undefined) return {};
  return { link: { object, recordId, ...(property === undefined ? {} : { property }) } };
}
