import { isBlank, trimmed } from '@dealdraft/wire/text-form.ts';

/** `a;b` is how HubSpot stores several choices; it may begin with a semicolon. */
export const storedChoices = (stored: string): string[] =>
  stored
    .split(';')
    .map(trimmed)
    .filter((each) => !isBlank(each));
