// npm run rotate   seals every stored secret with the first of SECRET_KEYS, and says which keys nothing needs any more
import { loadEnvFile, readConfig } from '../src/config.ts';
import { openDatabase } from '../src/platform/database/client.ts';
import { databaseTrouble } from '../src/platform/database/database-trouble.ts';
import { createSealing } from '../src/platform/secrets/sealing.ts';
import { rotateKeys } from '../src/rotate-keys.ts';

const stop = (message: string): never => {
  console.error(message);
  process.exit(1);
};

loadEnvFile();
const read = readConfig({ LOG_LEVEL: 'warn', ...process.env });
if (!read.ok) stop(read.faults.map(({ name, fault }) => `${name} ${fault}`).join('\n'));
else {
  const { DATABASE_URL, SECRET_KEYS } = read.config;
  const db = openDatabase(DATABASE_URL, 2);
  try {
    const { resealed, left, faults } = await rotateKeys(db, createSealing(SECRET_KEYS));
    console.log(`Sealed with the key "${SECRET_KEYS[0]?.id ?? ''}": ${String(resealed)} secrets.`);
    for (const fault of faults) console.error(fault);
    for (const { id } of SECRET_KEYS.slice(1))
      console.log(
        left[id] === undefined
          ? `Nothing needs the key "${id}" any more: take it out of SECRET_KEYS.`
          : `The key "${id}" still seals ${String(left[id])} secrets: run this again.`,
      );
    if (Object.keys(left).length > 0) process.exitCode = 1;
  } catch (error) {
    const reason = databaseTrouble(error, DATABASE_URL);
    if (reason === null) throw error;
    stop(reason);
  } finally {
    await db.$disconnect();
  }
}
