/**
 * JSON may hold what Postgres keeps in no text: NUL, and half of a character that UTF-16 writes in two, left over where
 * another system cut a value. A click or a delivery that brings such a text would fail each time it is tried.
 */
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Their escapes in JSON's text, or whole emoji that are escaped: only then is it worth looking closer. */
const suspect = /\\u(?:0000|d[89a-f])/i;

/**
 * A text as it can be stored: � stands for what can't be. Left out, it could turn one id or word into another, and nobody
 * would see that a value is damaged.
 */
export const storable = (text: string): string =>
  unstorable.test(text) ? text.toWellFormed().replaceAll('\0', '\ufffd') : text;

/** `JSON.parse`, with every text and key storable. Whatever others send is read by this. */
export function parseJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  return suspect.test(text) ? made(parsed) : parsed;
}

function made(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(made);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storable(key), made(each)]));
}
