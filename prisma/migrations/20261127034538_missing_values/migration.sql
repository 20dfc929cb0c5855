-- AlterTable
ALTER TABLE "deal_projection" ADD COLUMN     "missing" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "refusedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "problem" ADD COLUMN     "fields" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "rule_firing" ADD COLUMN     "missing" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "refusedAt" TIMESTAMPTZ(3);

-- Asked for every account, every minute, and nearly always for nothing.
CREATE INDEX "deal_projection_missing" ON "deal_projection" ("portalId", "refusedAt") WHERE "missing" <> '[]'::jsonb;
CREATE INDEX "rule_firing_missing" ON "rule_firing" ("portalId", "refusedAt") WHERE "state" = 'blocked' AND "missing" <> '[]'::jsonb;
