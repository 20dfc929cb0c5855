-- CreateEnum
CREATE TYPE "WebhookTarget" AS ENUM ('alert', 'erp');

-- CreateEnum
CREATE TYPE "WebhookState" AS ENUM ('waiting', 'sent', 'failed');

-- CreateTable
CREATE TABLE "kept_file" (
    "token" TEXT NOT NULL,
    "portalId" INTEGER NOT NULL,
    "fileName" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "isShown" BOOLEAN NOT NULL,
    "body" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_file_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "outgoing_webhook" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "target" "WebhookTarget" NOT NULL,
    "type" TEXT NOT NULL,
    "contractId" UUID,
    "dedupeKey" TEXT,
    "body" TEXT NOT NULL,
    "state" "WebhookState" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "text" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_webhook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "kept_file_expiresAt_idx" ON "kept_file"("expiresAt");

-- CreateIndex
CREATE INDEX "outgoing_webhook_portalId_target_createdAt_idx" ON "outgoing_webhook"("portalId", "target", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "outgoing_webhook_portalId_contractId_idx" ON "outgoing_webhook"("portalId", "contractId");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_webhook_portalId_id_key" ON "outgoing_webhook"("portalId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_webhook_portalId_dedupeKey_key" ON "outgoing_webhook"("portalId", "dedupeKey");

-- AddForeignKey
ALTER TABLE "outgoing_webhook" ADD CONSTRAINT "outgoing_webhook_portalId_contractId_fkey" FOREIGN KEY ("portalId", "contractId") REFERENCES "contract"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Alerts and ERP events are kept, with what became of them. One that waits gets its job from the next sync check.
INSERT INTO "outgoing_webhook" ("id", "portalId", "target", "type", "body", "state", "attempts", "text", "createdAt", "endedAt")
SELECT "id", "portalId", 'alert', COALESCE("body"::jsonb ->> 'type', 'test'), "body", "state"::"WebhookState", "attempts", "text", "createdAt", "endedAt"
FROM "alert";

INSERT INTO "outgoing_webhook" ("id", "portalId", "target", "type", "contractId", "dedupeKey", "body", "state", "attempts", "text", "createdAt", "endedAt")
SELECT e."id", e."portalId", 'erp', e."kind", e."contractId", e."kind" || ':' || e."contractId",
  jsonb_build_object(
    'id', e."id", 'type', e."kind", 'portalId', e."portalId",
    'at', to_char(e."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'contract', jsonb_build_object(
      'id', c."id", 'requestId', c."requestId", 'dealId', c."dealId", 'spotdraftId', c."spotdraftId",
      'referenceId', c."referenceId", 'name', c."name", 'template', c."templateName", 'status', c."status", 'link', c."link",
      'executedAt', to_char(c."executedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'keys', COALESCE(r."body"::jsonb #> '{external_metadata,record_data}', '{}'),
      'metadata', COALESCE((
        SELECT jsonb_object_agg(v ->> 'fieldName', v -> 'value')
        FROM jsonb_array_elements(c."keyPointers" -> 'values') AS v), '{}'),
      'file', '/api/erp/contracts/' || c."id" || '/file'))::text,
  e."state"::"WebhookState", e."attempts", e."text", e."createdAt", e."endedAt"
FROM "erp_event" e
JOIN "contract" c ON c."id" = e."contractId"
LEFT JOIN "request" r ON r."id" = c."requestId";

-- Previews and exports live for minutes: none is carried over.
-- DropTable
DROP TABLE "alert";

-- DropTable
DROP TABLE "erp_event";

-- DropTable
DROP TABLE "export_file";

-- DropTable
DROP TABLE "preview";
