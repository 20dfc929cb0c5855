const made = new Map<string, Intl.Collator>();

/** The alphabet of a language, with numbers in texts by their size: Ärzte before Zebra, Item 2 before Item 10. */
export function collator(locale: string): Intl.Collator {
  const found = made.get(locale) ?? create(locale);
  if (made.size < 200) made.set(locale, found);
  return found;
}

function create(locale: string): Intl.Collator {
  try {
    return new Intl.Collator(locale.replaceAll('_', '-'), { numeric: true });
  } catch {
    return new Intl.Collator('en', { numeric: true }); // not a language tag
  }
}
