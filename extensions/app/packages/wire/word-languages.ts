/** Languages in which numbers can be written out. */
export const wordLanguages = [
  'en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'it-IT', 'pt-PT', 'nl-NL', 'sv-SE', 'da-DK', 'nb-NO', 'fi-FI', 'pl-PL', 'cs-CZ',
  'hu-HU', 'ro-RO', 'tr-TR',
] as const; // prettier-ignore
export type WordLanguage = (typeof wordLanguages)[number];
