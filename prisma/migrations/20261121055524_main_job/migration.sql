-- CreateTable
CREATE TABLE "portal" (
    "portalId" INTEGER NOT NULL,
    "name" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "tokenExpiresAt" TIMESTAMPTZ(3),
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "defaultCurrency" TEXT NOT NULL DEFAULT 'USD',
    "propertiesAt" TIMESTAMPTZ(3),
    "settings" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portal_pkey" PRIMARY KEY ("portalId")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "environment" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientSecret" TEXT NOT NULL,
    "userEmail" TEXT,
    "hmacKey" TEXT,
    "hmacKeyPrevious" TEXT,
    "webhookToken" TEXT NOT NULL,
    "webhookId" INTEGER,
    "webhookState" TEXT NOT NULL DEFAULT 'missing',
    "webhookAt" TIMESTAMPTZ(3),
    "lastDeliveryAt" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'active',
    "sweepCursor" TIMESTAMPTZ(3),
    "templatesAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "template" (
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "templateId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "contractTypeId" INTEGER,
    "counterpartyKind" TEXT NOT NULL DEFAULT 'Both',
    "attributes" JSONB NOT NULL DEFAULT '[]',
    "attributesHash" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'published',
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_pkey" PRIMARY KEY ("workspaceId","templateId")
);

-- CreateTable
CREATE TABLE "mapping" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "templateId" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "pausedReason" TEXT,
    "publishedVersionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mapping_version" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "mappingId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "note" TEXT,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "publishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "mapping_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "dealId" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "templateId" INTEGER NOT NULL,
    "templateName" TEXT NOT NULL,
    "mappingVersionId" UUID NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "requestedBy" TEXT,
    "requestedById" INTEGER,
    "reason" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "plan" JSONB NOT NULL,
    "planHash" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "attemptedAt" TIMESTAMPTZ(3),
    "lookUps" INTEGER NOT NULL DEFAULT 0,
    "refusal" JSONB,
    "dismissedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "dealId" TEXT NOT NULL,
    "requestId" UUID,
    "spotdraftId" TEXT NOT NULL,
    "numericId" INTEGER NOT NULL,
    "referenceId" TEXT,
    "name" TEXT NOT NULL,
    "link" TEXT,
    "templateId" INTEGER,
    "templateName" TEXT,
    "mappingVersionId" UUID,
    "origin" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "statusAt" TIMESTAMPTZ(3) NOT NULL,
    "statusMicros" BIGINT NOT NULL,
    "statusFrom" TEXT NOT NULL,
    "verifiedAt" TIMESTAMPTZ(3) NOT NULL,
    "heldFrom" TEXT,
    "verifyWantedAt" TIMESTAMPTZ(3),
    "sentPlan" JSONB,
    "sentData" JSONB,
    "echo" JSONB,
    "drift" JSONB,
    "people" JSONB NOT NULL DEFAULT '{}',
    "peopleAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT,
    "sentAt" TIMESTAMPTZ(3),
    "signedAt" TIMESTAMPTZ(3),
    "executedAt" TIMESTAMPTZ(3),
    "voidedAt" TIMESTAMPTZ(3),
    "keyPointers" JSONB,
    "metadataWantedAt" TIMESTAMPTZ(3),
    "fileId" TEXT,
    "fileName" TEXT,
    "noteId" TEXT,
    "attachedAt" TIMESTAMPTZ(3),
    "unlinkedAt" TIMESTAMPTZ(3),
    "goneAt" TIMESTAMPTZ(3),
    "insertedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract_event" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "contractId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT,
    "how" TEXT NOT NULL,
    "mark" TEXT,
    "fromStatus" TEXT,
    "toStatus" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "deliveryId" UUID,
    "dedupeKey" TEXT NOT NULL,

    CONSTRAINT "contract_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract_action" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "contractId" UUID NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "origin" TEXT NOT NULL,
    "requestedBy" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "attemptedAt" TIMESTAMPTZ(3),
    "failure" JSONB,
    "dismissedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "workspaceId" UUID,
    "dedupeKey" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "activity" TEXT,
    "contractId" UUID,
    "dealId" TEXT,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "lastRepeatAt" TIMESTAMPTZ(3),
    "outcome" TEXT NOT NULL DEFAULT 'pending',
    "outcomeText" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "processedAt" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deal_projection" (
    "portalId" INTEGER NOT NULL,
    "dealId" TEXT NOT NULL,
    "desired" JSONB NOT NULL,
    "desiredHash" TEXT NOT NULL,
    "written" JSONB,
    "writtenHash" TEXT,
    "writtenAt" TIMESTAMPTZ(3),
    "dirtySince" TIMESTAMPTZ(3),
    "parked" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deal_projection_pkey" PRIMARY KEY ("portalId","dealId")
);

-- CreateTable
CREATE TABLE "problem" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "dealId" TEXT,
    "contractId" UUID,
    "workspaceId" UUID,
    "context" JSONB NOT NULL DEFAULT '{}',
    "detail" TEXT,
    "count" INTEGER NOT NULL DEFAULT 1,
    "openedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "acknowledgedBy" TEXT,
    "clearedAt" TIMESTAMPTZ(3),
    "clearedBy" TEXT,

    CONSTRAINT "problem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vendor_call" (
    "id" BIGSERIAL NOT NULL,
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID,
    "vendor" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "status" INTEGER,
    "ms" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vendor_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_lease" (
    "key" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_lease_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "budget" (
    "key" TEXT NOT NULL,
    "grants" TIMESTAMPTZ(6)[],

    CONSTRAINT "budget_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "preview" (
    "token" TEXT NOT NULL,
    "portalId" INTEGER NOT NULL,
    "pdf" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "preview_pkey" PRIMARY KEY ("token")
);

-- CreateIndex
CREATE UNIQUE INDEX "workspace_webhookToken_key" ON "workspace"("webhookToken");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_portalId_id_key" ON "workspace"("portalId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_portalId_environment_clientId_key" ON "workspace"("portalId", "environment", "clientId");

-- CreateIndex
CREATE INDEX "template_portalId_name_idx" ON "template"("portalId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "mapping_workspaceId_templateId_key" ON "mapping"("workspaceId", "templateId");

-- CreateIndex
CREATE UNIQUE INDEX "mapping_portalId_id_key" ON "mapping"("portalId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "mapping_version_mappingId_number_key" ON "mapping_version"("mappingId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "mapping_version_portalId_id_key" ON "mapping_version"("portalId", "id");

-- CreateIndex
CREATE INDEX "request_portalId_dealId_idx" ON "request"("portalId", "dealId");

-- CreateIndex
CREATE INDEX "request_workspaceId_state_idx" ON "request"("workspaceId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "request_portalId_idempotencyKey_key" ON "request"("portalId", "idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "request_portalId_id_key" ON "request"("portalId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contract_requestId_key" ON "contract"("requestId");

-- CreateIndex
CREATE INDEX "contract_portalId_dealId_idx" ON "contract"("portalId", "dealId");

-- CreateIndex
CREATE INDEX "contract_workspaceId_verifyWantedAt_idx" ON "contract"("workspaceId", "verifyWantedAt");

-- CreateIndex
CREATE INDEX "contract_workspaceId_status_verifiedAt_idx" ON "contract"("workspaceId", "status", "verifiedAt");

-- CreateIndex
CREATE UNIQUE INDEX "contract_workspaceId_spotdraftId_key" ON "contract"("workspaceId", "spotdraftId");

-- CreateIndex
CREATE UNIQUE INDEX "contract_workspaceId_numericId_key" ON "contract"("workspaceId", "numericId");

-- CreateIndex
CREATE UNIQUE INDEX "contract_portalId_id_key" ON "contract"("portalId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contract_portalId_requestId_key" ON "contract"("portalId", "requestId");

-- CreateIndex
CREATE INDEX "contract_event_portalId_contractId_at_idx" ON "contract_event"("portalId", "contractId", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "contract_event_contractId_dedupeKey_key" ON "contract_event"("contractId", "dedupeKey");

-- CreateIndex
CREATE INDEX "contract_action_portalId_contractId_createdAt_idx" ON "contract_action"("portalId", "contractId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "contract_action_portalId_idempotencyKey_key" ON "contract_action"("portalId", "idempotencyKey");

-- CreateIndex
CREATE INDEX "delivery_portalId_receivedAt_idx" ON "delivery"("portalId", "receivedAt" DESC);

-- CreateIndex
CREATE INDEX "delivery_portalId_outcome_receivedAt_idx" ON "delivery"("portalId", "outcome", "receivedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "delivery_source_scope_dedupeKey_key" ON "delivery"("source", "scope", "dedupeKey");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_portalId_id_key" ON "delivery"("portalId", "id");

-- CreateIndex
CREATE INDEX "problem_portalId_clearedAt_lastSeenAt_idx" ON "problem"("portalId", "clearedAt", "lastSeenAt" DESC);

-- CreateIndex
CREATE INDEX "problem_portalId_dealId_idx" ON "problem"("portalId", "dealId");

-- CreateIndex
CREATE UNIQUE INDEX "problem_portalId_id_key" ON "problem"("portalId", "id");

-- CreateIndex
CREATE INDEX "vendor_call_portalId_at_idx" ON "vendor_call"("portalId", "at" DESC);

-- CreateIndex
CREATE INDEX "preview_expiresAt_idx" ON "preview"("expiresAt");

-- AddForeignKey
ALTER TABLE "workspace" ADD CONSTRAINT "workspace_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "portal"("portalId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_portalId_workspaceId_fkey" FOREIGN KEY ("portalId", "workspaceId") REFERENCES "workspace"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping" ADD CONSTRAINT "mapping_portalId_workspaceId_fkey" FOREIGN KEY ("portalId", "workspaceId") REFERENCES "workspace"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping_version" ADD CONSTRAINT "mapping_version_portalId_mappingId_fkey" FOREIGN KEY ("portalId", "mappingId") REFERENCES "mapping"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_portalId_workspaceId_fkey" FOREIGN KEY ("portalId", "workspaceId") REFERENCES "workspace"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_portalId_workspaceId_fkey" FOREIGN KEY ("portalId", "workspaceId") REFERENCES "workspace"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_portalId_requestId_fkey" FOREIGN KEY ("portalId", "requestId") REFERENCES "request"("portalId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_event" ADD CONSTRAINT "contract_event_portalId_contractId_fkey" FOREIGN KEY ("portalId", "contractId") REFERENCES "contract"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_action" ADD CONSTRAINT "contract_action_portalId_contractId_fkey" FOREIGN KEY ("portalId", "contractId") REFERENCES "contract"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's language cannot say.

-- One request at a time for a deal and a template: a double click, a second tab and a workflow all meet here.
CREATE UNIQUE INDEX "request_one_under_way" ON "request"("portalId", "dealId", "workspaceId", "templateId")
  WHERE "state" IN ('queued', 'creating', 'checking');

-- One open problem per key; cleared ones stay as history.
CREATE UNIQUE INDEX "problem_one_open" ON "problem"("portalId", "key") WHERE "clearedAt" IS NULL;

-- The writer of deal properties asks for these only.
CREATE INDEX "deal_projection_dirty" ON "deal_projection"("portalId", "dirtySince")
  WHERE "dirtySince" IS NOT NULL AND "parked" IS NULL;

-- A published mapping version never changes: contracts point at the version that made them.
CREATE FUNCTION "mapping_version_is_frozen"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."publishedAt" IS NOT NULL AND (NEW."content" IS DISTINCT FROM OLD."content"
    OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."publishedAt" IS DISTINCT FROM OLD."publishedAt") THEN
    RAISE EXCEPTION 'mapping version % is published and cannot change', OLD."id";
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "mapping_version_frozen" BEFORE UPDATE ON "mapping_version"
  FOR EACH ROW EXECUTE FUNCTION "mapping_version_is_frozen"();
