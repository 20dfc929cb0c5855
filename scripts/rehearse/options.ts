import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseContractId, type ContractId } from '../../src/spotdraft/answers/ids.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

export const usage = `npm run rehearse [-- options]

Checks what DealDraft assumes about HubSpot and SpotDraft on your own HubSpot test account and
SpotDraft UAT workspace. Asks before it writes, removes what it created, and reports what holds.
Credentials come from the environment or from --credentials; see docs/real-account.md.

  --credentials <file>       read NAME=value lines from this file; the environment wins
  --yes                      write without asking
  --read-only                skip every step that writes
  --only <id,id>             run only these steps
  --json <file>              also write the results as JSON
  --account <portal id>      confirm an account that isn't a test account
  --listen [<host>:]<port>   receive webhooks here; PUBLIC_ORIGIN must forward to it
  --email <address>          your own inbox, for steps that make SpotDraft send email
  --template <id>            SpotDraft template to use; by default, one that accepts made-up values
  --contract-data <file>     values for the template, as JSON
  --executed <T-123>         executed contract to read
  --required-stage <id>      deal stage with a required property that a new deal won't have
  --list                     print the assumptions as Markdown and exit
  --help                     print this and exit

Exit code: 0 if everything that ran holds, 2 if something doesn't hold, 1 if something couldn't run.`;

export type Options = {
  help: boolean;
  list: boolean;
  yes: boolean;
  readOnly: boolean;
  only: string[] | null;
  json: string | null;
  credentials: string | null;
  account: number | null;
  listen: { host: string; port: number } | null;
  email: string | null;
  template: number | null;
  contractData: string | null;
  executed: ContractId | null;
  requiredStage: string | null;
};

const whole = z.coerce.number().int().positive();

/** Reads the command line; a failure is a sentence for the person who typed it. */
export function readOptions(args: readonly string[]): Result<Options, string> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        'read-only': { type: 'boolean', default: false },
        only: { type: 'string' },
        json: { type: 'string' },
        credentials: { type: 'string' },
        account: { type: 'string' },
        listen: { type: 'string' },
        email: { type: 'string' },
        template: { type: 'string' },
        'contract-data': { type: 'string' },
        executed: { type: 'string' },
        'required-stage': { type: 'string' },
      },
    }));
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
  const { listen, account, template, executed, email } = values;
  const place = listen === undefined ? null : /^(?:([^:\s]+):)?(\d{1,5})$/.exec(listen);
  if (listen !== undefined && (place === null || Number(place[2]) > 65_535))
    return fail(`--listen takes a port, or a host and port, not “${listen}”.`);
  for (const [name, given] of [
    ['account', account],
    ['template', template],
  ] as const)
    if (given !== undefined && !whole.safeParse(given).success)
      return fail(`--${name} takes a number, not “${given}”.`);
  if (email !== undefined && !z.email().safeParse(email).success)
    return fail(`--email takes an email address, not “${email}”.`);
  const contract = executed === undefined ? null : parseContractId(executed);
  if (executed !== undefined && contract === null)
    return fail(`--executed takes a contract ID such as T-123, not “${executed}”.`);
  return ok({
    help: values.help,
    list: values.list,
    yes: values.yes,
    readOnly: values['read-only'],
    only: values.only?.split(',').map((id) => id.trim()) ?? null,
    json: values.json ?? null,
    credentials: values.credentials ?? null,
    account: account === undefined ? null : Number(account),
    listen: place === null ? null : { host: place[1] ?? '127.0.0.1', port: Number(place[2]) },
    email: email ?? null,
    template: template === undefined ? null : Number(template),
    contractData: values['contract-data'] ?? null,
    executed: contract,
    requiredStage: values['required-stage'] ?? null,
  });
}
