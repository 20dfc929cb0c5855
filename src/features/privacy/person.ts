import type { Json } from '@dealdraft/wire/plan.ts';

/** By what a person is known here. All in lower case, but for the contacts' IDs. */
export type Person = {
  contactIds: Set<string>;
  emails: Set<string>;
  /** First and last name together: what names somebody in any text. */
  names: Set<string>;
  /** A first name, a phone number: what is theirs where it stands for itself, in a contract of theirs. */
  values: Set<string>;
};

const erased = '[erased]';

const fold = (text: string): string => text.normalize('NFC').trim().toLowerCase();
const isEmail = (text: string): boolean => /^\S+@\S+\.\S+$/.test(text);

export const somebody = (who: { contactId: string } | { email: string }): Person => ({
  contactIds: new Set('contactId' in who ? [who.contactId] : []),
  emails: new Set('email' in who ? [fold(who.email)] : []),
  names: new Set(),
  values: new Set(),
});

export type StoredPerson = { [Of in keyof Person]: string[] };
export const storedOf = ({ contactIds, emails, names, values }: Person): StoredPerson => ({
  contactIds: [...contactIds],
  emails: [...emails],
  names: [...names],
  values: [...values],
});
export const personOf = ({ contactIds, emails, names, values }: StoredPerson): Person => ({
  contactIds: new Set(contactIds),
  emails: new Set(emails),
  names: new Set(names),
  values: new Set(values),
});

/** How much is known of somebody: it grows until nothing new is learned. */
export const knownOf = ({ contactIds, emails, names, values }: Person): number =>
  contactIds.size + emails.size + names.size + values.size;

/** A name of one word names many; it is a value. */
const learnName = (person: Person, name: string): void => {
  const text = fold(name);
  if (isEmail(text)) person.emails.add(text);
  else if (/\S\s+\S/.test(text) && text.length >= 5) person.names.add(text);
  else if (text.length > 1) person.values.add(text);
};

type Entries = Record<string, Json>;
const textOf = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const firstNames = ['firstName', 'first_name', 'firstname'];
const lastNames = ['lastName', 'last_name', 'lastname'];
const anyOf = (entries: Entries, keys: readonly string[]): string | null =>
  keys.map((key) => textOf(entries[key])).find((text) => text !== null) ?? null;

/** An object that carries an address of theirs tells their name, wherever it comes from. */
const learnFromObject = (person: Person, entries: Entries): void => {
  const isTheirs = Object.values(entries).some(
    (value) => typeof value === 'string' && person.emails.has(fold(value)),
  );
  if (!isTheirs) return;
  const [first, last] = [anyOf(entries, firstNames), anyOf(entries, lastNames)];
  for (const part of [first, last]) if (part !== null) learnName(person, part);
  if (first !== null && last !== null) learnName(person, `${first} ${last}`);
  const name = anyOf(entries, ['name', 'full_name', 'fullName', 'recordLabel']);
  if (name !== null) learnName(person, name);
};

type Line = { source?: Entries; raw?: Json; value?: Json };

/** Whether a plan's line was read from a contact that is this person. */
const isOfPerson = (person: Person, { source }: Line): boolean =>
  source?.['object'] === 'contact' &&
  typeof source['recordId'] === 'string' &&
  person.contactIds.has(source['recordId']);

const learnFromLine = (person: Person, line: Line): void => {
  const values = [line.raw, line.value].map((value) => textOf(value)).filter((text) => text !== null);
  const email = values.find((text) => person.emails.has(fold(text)));
  if (email !== undefined && line.source?.['object'] === 'contact') {
    const id = textOf(line.source['recordId']);
    if (id !== null) person.contactIds.add(id);
  }
  if (!isOfPerson(person, line)) return;
  for (const text of values) learnName(person, text);
  const label = textOf(line.source?.['recordLabel']);
  if (label !== null) learnName(person, label);
};

const isObject = (value: Json): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads from a stored document what it tells of somebody who is partly known. */
export const learnFrom = (person: Person, document: Json): void => {
  if (Array.isArray(document)) for (const each of document) learnFrom(person, each);
  if (!isObject(document)) return;
  if (isObject(document['source'] ?? null)) learnFromLine(person, document as Line);
  learnFromObject(person, document);
  for (const value of Object.values(document)) learnFrom(person, value);
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Between the words of a name there may be any space. An address ends where another begins. */
const patternOf = ({ emails, names }: Person): RegExp | null => {
  const parts = [
    ...[...emails].map((email) => String.raw`(?<![\w.+-])${escaped(email)}(?![\w-])`),
    ...[...names].map((name) =>
      name
        .split(/\s+/)
        .map(escaped)
        .join(String.raw`\s+`),
    ),
  ].sort((a, b) => b.length - a.length);
  return parts.length === 0 ? null : new RegExp(parts.join('|'), 'giu');
};

/** What stands there is a word of ours, though somebody may be called so. */
const words = new Set([
  'status',
  'state',
  'kind',
  'code',
  'section',
  'object',
  'side',
  'how',
  'action',
  'type',
]);

export type Scrub = { text: (text: string) => string; document: (document: Json) => Json };

/**
 * Takes a person out of texts and documents. `isTheirs`: of a contract of theirs, where what was read from their record goes
 * though it names nobody by itself.
 */
export const scrubberOf = (person: Person, { isTheirs }: { isTheirs: boolean }): Scrub => {
  const pattern = patternOf(person);
  const inText = (given: string): string => {
    // Accents may be written in two ways: the text is changed only where the person is in it.
    const composed = given.normalize('NFC');
    const replaced = pattern === null ? composed : composed.replace(pattern, erased);
    return replaced === composed ? given : replaced;
  };
  const text = (given: string): string =>
    isTheirs && person.values.has(fold(given)) ? erased : inText(given);
  const document = (given: Json): Json => {
    if (typeof given === 'string') return text(given);
    if (Array.isArray(given)) return given.map(document);
    if (!isObject(given)) return given;
    const line = isOfPerson(person, given as Line)
      ? { raw: erased, value: erased, ...('display' in given ? { display: erased } : {}) }
      : {};
    return Object.fromEntries(
      Object.entries<Json>({ ...given, ...line }).map(([key, value]) => [
        inText(key),
        words.has(key) ? value : document(value),
      ]),
    );
  };
  return { text, document };
};

/** As `ILIKE` finds them; a document that was stored raw may have its accents escaped. */
export const likePatterns = ({ emails, names }: Person): string[] => {
  const words = [...emails, ...names];
  const forms = words.flatMap((word) => [
    word,
    word.normalize('NFD'),
    word.replaceAll(/[^\0-\x7F]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ]);
  return [...new Set(forms)].map(
    (form) =>
      `%${form
        .replaceAll(/[\\%_]/g, String.raw`\$&`)
        .split(/\s+/)
        .join('%')}%`,
  );
};
