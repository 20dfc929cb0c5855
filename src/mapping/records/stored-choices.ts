/** `a;b` is how HubSpot stores several choices; it may begin with a semicolon. */
export const storedChoices = (stored: string): string[] =>
  stored
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
