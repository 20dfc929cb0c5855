/** HubSpot gives `en-us` or `pt_BR`; `Intl` wants `en-US`. An unknown one falls back to English. */
export const toLocale = (given: string | undefined): string => {
  if (given === undefined || given === '') return 'en';
  try {
    return Intl.getCanonicalLocales(given.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
};
