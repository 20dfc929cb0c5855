import { Pool } from 'pg';
import type { z } from 'zod';

/** Statements that machines send often: prepared once a connection, with no client in between. Rows are checked. */
export type Statements = {
  run: <Row extends z.ZodType>(
    statement: { name: string; text: string; row: Row },
    values: readonly unknown[],
  ) => Promise<z.output<Row>[]>;
  close: () => Promise<void>;
};

/** Whoever waits for an answer has given up by then. */
const timeoutMs = 10_000;

export const openStatements = (url: string, max: number): Statements => {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs + 1_000,
    idleTimeoutMillis: 30_000,
    application_name: 'dealdraft-intake',
  });
  // An idle connection that is cut is replaced by the next use.
  pool.on('error', () => undefined);
  return {
    run: async ({ name, text, row }, values) => {
      const { rows } = await pool.query<Record<string, unknown>>({ name, text, values: [...values] });
      return rows.map((each) => row.parse(each));
    },
    close: () => pool.end(),
  };
};
