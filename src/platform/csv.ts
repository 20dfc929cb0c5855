/** A field as every spreadsheet reads it; what would be taken for a formula is made harmless (OWASP, CSV injection). */
const field = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line with its end, by RFC 4180. */
export const csvLine = (values: readonly string[]): string => `${values.map(field).join(',')}\r\n`;
