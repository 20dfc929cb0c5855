import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { isDecimal } from './decimal.ts';
import { fault, quoted } from './value.ts';
import type { Fault, Value } from './value.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

const yes = new Set(['true', 'yes', 'y', '1', 'on']);
const no = new Set(['false', 'no', 'n', '0', 'off']);

/** HubSpot stores "true" and "false"; people write yes and no. */
export function asBoolean(value: Value): Result<boolean, Fault> {
  if (typeof value === 'boolean') return ok(value);
  const text = isDecimal(value) ? value.toFixed() : typeof value === 'string' ? fold(value) : '';
  if (yes.has(text)) return ok(true);
  return no.has(text)
    ? ok(false)
    : fault('wrong_type', `${quoted(value)} is neither yes nor no`, 'Write true or false.');
}
