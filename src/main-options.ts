import { parseArgs } from 'node:util';
import type { Role } from './app.ts';
import { describeVariables } from './config.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

const roles: readonly Role[] = ['web', 'worker', 'both'];

/** What a person asked of `main.ts`, or a sentence that says what is wrong with it. */
export function readOptions(given: string[]): Result<{ role: Role; help: boolean }, string> {
  try {
    const { values } = parseArgs({
      args: given,
      options: {
        role: { type: 'string', default: 'both' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const role = roles.find((each) => each === values.role);
    return role === undefined
      ? fail(`--role takes web, worker or both, not "${values.role}".`)
      : ok({ role, help: values.help });
  } catch {
    return fail(`Not an option: ${given.join(' ')}. Try --help.`);
  }
}

/** `--help`: how to start the service, and every variable that it reads. */
export function helpText(): string {
  const variables = describeVariables().map(({ name, purpose, required, fallback }) => {
    const need = required ? 'required' : fallback === null ? 'optional' : `default ${fallback}`;
    return `  ${name} (${need})\n      ${purpose}`;
  });
  return `Starts DealDraft. Before the first start and after each upgrade: npm run migrate

  npm start                      takes calls and works, in one process
  npm start -- --role web        only takes calls
  npm start -- --role worker     only works
  npm start -- --help            this text

Variables, from the environment or from a file .env in the working directory:

${variables.join('\n')}
`;
}
