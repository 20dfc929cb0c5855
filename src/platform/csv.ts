/**
 * A field as every spreadsheet reads it: always in quotes, and what would be taken for a formula is made harmless, also behind
 * spaces and in the wide forms that some spreadsheets take for the same (OWASP, CSV injection).
 */
const field = (value: string): string => {
  const safe = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** One line with its end, by RFC 4180. */
export const csvLine = (values: readonly string[]): string => `${values.map(field).join(',')}\r\n`;
