import { defineConfig } from 'prisma/config';

// The connection is given to the client at run time; `npm run migrate` reads DATABASE_URL or the embedded database.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost:5432/dealdraft' },
});
