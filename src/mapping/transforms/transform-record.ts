import { createRequire } from 'node:module';
import type * as AddressFormatter from '@fragaria/address-formatter';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { fold, trimmed } from '@dealdraft/wire/text-form.ts';
import { readable } from '../records/readable.ts';
import { readProperty } from '../records/read-property.ts';
import { findProperty, propertyText } from '../records/scope.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { countryCode, countryName } from '../values/country.ts';
import { asText } from './transform-text.ts';
import type { Outcome } from './transform-text.ts';

type Of<Kind extends Transform['kind']> = Extract<Transform, { kind: Kind }>;

/** Where a contact's title is looked for when a name was put together from several properties. */
export const titleObject = 'contact';
/** What an address is made of beside the street. */
export const addressProperties = ['address2', 'city', 'state', 'zip', 'country'] as const;

export function withTitle({ property }: Of<'withTitle'>, name: string, context: TransformContext): Outcome {
  const title = titleOf(property, context);
  if (!title.ok) return title.failure.code === 'no_record' ? ok(name) : title;
  const said = typeof title.value === 'string' ? trimmed(title.value) : '';
  const hasIt = said === '' || fold(`${name} `).startsWith(`${fold(said)} `) || fold(name) === fold(said);
  return ok(hasIt ? name : `${said} ${name}`);
}

/** "Dr." is often the label of an option. */
function titleOf(property: string, context: TransformContext): Outcome {
  const { scope, record } = context;
  const object = context.object ?? titleObject;
  if (record === undefined) {
    const read = readProperty(scope, { object: titleObject, property });
    if (!read.ok) return read;
    const { text, definition } = read.value;
    return text === null ? ok(null) : readable(text, { scope, definition, object: titleObject, property });
  }
  const found = findProperty(scope, object, property);
  const text = propertyText(record, property);
  const definition = typeof found === 'string' ? null : found;
  return text === null ? ok(null) : readable(text, { scope, definition, object, property });
}

/** The library finds the template of a country; what it knows of names of countries isn't used. */
const { format } = createRequire(import.meta.url)('@fragaria/address-formatter') as typeof AddressFormatter;

export function addressLine(step: Of<'addressLine'>, street: string, context: TransformContext): Outcome {
  const part = (name: (typeof addressProperties)[number]): Outcome => partOf(name, context);
  const [second, city, state, zip, country] = addressProperties.map((name) => {
    const found = part(name);
    const text = found.ok ? asText(found.value) : found;
    return text.ok ? trimmed(text.value) : '';
  });
  const code = countryCode(country ?? '');
  const road = [...street.split(/\r\n|\r|\n/), second ?? '']
    .map((line) => trimmed(line).replace(/,$/, ''))
    .filter((line) => line !== '');
  const town = { ...given('city', city), ...given('state', state), ...given('postcode', zip) };
  const lines =
    Object.keys(town).length === 0
      ? []
      : format(
          { ...town, ...(code === null ? {} : { countryCode: code }) },
          { output: 'array', appendCountry: false },
        );
  const land = code === null ? (country ?? '') : countryName(code);
  return ok([...road, ...lines, land].filter((line) => line !== '').join(step.with));
}

const given = (key: string, text: string | undefined): Record<string, string> =>
  text === undefined || text === '' ? {} : { [key]: text };

function partOf(property: string, { scope, object, record }: TransformContext): Outcome {
  const text = record === undefined ? null : propertyText(record, property);
  if (text === null || object === undefined) return ok('');
  const found = findProperty(scope, object, property);
  const definition = typeof found === 'string' ? null : found;
  return readable(text, { scope, definition, object, property });
}
