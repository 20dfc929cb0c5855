-- AlterTable
ALTER TABLE "problem" ADD COLUMN     "alerted" TEXT;

-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "templatesReading" JSONB;

-- CreateTable
CREATE TABLE "mapping_draft" (
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "templateId" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "basedOn" INTEGER,
    "updatedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mapping_draft_pkey" PRIMARY KEY ("workspaceId","templateId")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "who" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "changes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_test" (
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedBy" TEXT NOT NULL,
    "checks" JSONB NOT NULL,
    "askedAt" TIMESTAMPTZ(3),

    CONSTRAINT "connection_test_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "coverage_run" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "templateId" INTEGER NOT NULL,
    "pipelineId" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "wanted" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "deals" JSONB NOT NULL DEFAULT '[]',
    "message" TEXT,
    "startedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coverage_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_file" (
    "token" TEXT NOT NULL,
    "portalId" INTEGER NOT NULL,
    "fileName" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "export_file_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "text" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orphan_scan" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "pipelineId" TEXT NOT NULL,
    "stageIds" TEXT[],
    "since" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "step" TEXT NOT NULL DEFAULT 'contracts',
    "cursor" TEXT,
    "contracts" INTEGER NOT NULL DEFAULT 0,
    "deals" INTEGER NOT NULL DEFAULT 0,
    "cut" BOOLEAN NOT NULL DEFAULT false,
    "message" TEXT,
    "startedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orphan_scan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orphan_item" (
    "portalId" INTEGER NOT NULL,
    "scanId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "matches" JSONB NOT NULL DEFAULT '[]',
    "best" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "settled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "orphan_item_pkey" PRIMARY KEY ("scanId","kind","ref")
);

-- CreateTable
CREATE TABLE "orphan_dismissal" (
    "portalId" INTEGER NOT NULL,
    "ref" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "orphan_dismissal_pkey" PRIMARY KEY ("portalId","ref")
);

-- CreateIndex
CREATE INDEX "audit_entry_portalId_at_id_idx" ON "audit_entry"("portalId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_portalId_action_at_idx" ON "audit_entry"("portalId", "action", "at" DESC);

-- CreateIndex
CREATE INDEX "coverage_run_portalId_workspaceId_templateId_createdAt_idx" ON "coverage_run"("portalId", "workspaceId", "templateId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "coverage_run_portalId_id_key" ON "coverage_run"("portalId", "id");

-- CreateIndex
CREATE INDEX "export_file_expiresAt_idx" ON "export_file"("expiresAt");

-- CreateIndex
CREATE INDEX "alert_portalId_createdAt_idx" ON "alert"("portalId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "alert_portalId_id_key" ON "alert"("portalId", "id");

-- CreateIndex
CREATE INDEX "orphan_scan_portalId_createdAt_idx" ON "orphan_scan"("portalId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "orphan_scan_portalId_id_key" ON "orphan_scan"("portalId", "id");

-- CreateIndex
CREATE INDEX "orphan_item_portalId_scanId_kind_settled_best_idx" ON "orphan_item"("portalId", "scanId", "kind", "settled", "best" DESC);

-- AddForeignKey
ALTER TABLE "mapping_draft" ADD CONSTRAINT "mapping_draft_portalId_workspaceId_fkey" FOREIGN KEY ("portalId", "workspaceId") REFERENCES "workspace"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orphan_item" ADD CONSTRAINT "orphan_item_portalId_scanId_fkey" FOREIGN KEY ("portalId", "scanId") REFERENCES "orphan_scan"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
