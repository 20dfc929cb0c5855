/**
 * Whether JSON text escapes the character NUL in one of its strings. It is legal there, but Postgres keeps no text that
 * holds it: such a message could never be taken in, and its sender would repeat it for days.
 */
export const holdsNul = (json: string): boolean => /(?<!\\)(?:\\\\)*\\u0000/.test(json);
