import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type, type Place } from './commands.ts';

const author = '-c user.name=Check -c user.email=check@dealdraft.example';

/** A repository to clone from, with the state of HEAD on its branch `main`. */
export async function publish(root: string, origin: string, { env }: Omit<Place, 'cwd'>): Promise<void> {
  await type(`git init --quiet --bare --initial-branch=main '${origin}'`, { cwd: root, env });
  await type(`git push --quiet '${origin}' HEAD:refs/heads/main`, { cwd: root, env });
}

/** The column that the next version adds: only a client that was generated anew knows it. */
export const nextColumn = 'addedByTheUpgradeCheck';

/** Publishes a next version, whose database has one more column. */
export async function publishNext(origin: string, work: string, { env }: Omit<Place, 'cwd'>): Promise<void> {
  await type(`git clone --quiet '${origin}' '${work}'`, { cwd: '/', env });
  const schema = join(work, 'prisma/schema.prisma');
  const before = await readFile(schema, 'utf8');
  await writeFile(schema, before.replace(/^model Portal \{/m, `$&\n  ${nextColumn} String?\n`));
  const migration = join(work, 'prisma/migrations/99991231235959_upgrade_check');
  await mkdir(migration);
  await writeFile(
    join(migration, 'migration.sql'),
    `ALTER TABLE "portal" ADD COLUMN "${nextColumn}" TEXT;\n`,
  );
  await type(
    `git add --all && git ${author} commit --quiet --message='The next version' && git push --quiet`,
    {
      cwd: work,
      env,
    },
  );
}
