-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "sweepWantedAt" TIMESTAMPTZ(3),
ADD COLUMN     "sweepWantedWhy" TEXT,
ADD COLUMN     "webhookAskedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "sweep_run" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "workspaceId" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "startedBy" TEXT,
    "state" TEXT NOT NULL DEFAULT 'running',
    "windowFrom" TIMESTAMPTZ(3) NOT NULL,
    "windowTo" TIMESTAMPTZ(3) NOT NULL,
    "position" JSONB NOT NULL,
    "turn" INTEGER NOT NULL DEFAULT 0,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "ms" INTEGER NOT NULL DEFAULT 0,
    "repaired" JSONB NOT NULL DEFAULT '{}',
    "repairs" JSONB NOT NULL DEFAULT '[]',
    "message" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "sweep_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty" (
    "key" TEXT NOT NULL,
    "doneAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duty_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "sweep_run_workspaceId_startedAt_idx" ON "sweep_run"("workspaceId", "startedAt" DESC);

-- CreateIndex
CREATE INDEX "sweep_run_portalId_startedAt_idx" ON "sweep_run"("portalId", "startedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "sweep_run_portalId_id_key" ON "sweep_run"("portalId", "id");

-- CreateIndex
CREATE INDEX "delivery_portalId_activity_receivedAt_idx" ON "delivery"("portalId", "activity", "receivedAt" DESC);

-- CreateIndex
CREATE INDEX "delivery_portalId_dealId_receivedAt_idx" ON "delivery"("portalId", "dealId", "receivedAt" DESC);

-- CreateIndex
CREATE INDEX "delivery_portalId_contractId_receivedAt_idx" ON "delivery"("portalId", "contractId", "receivedAt" DESC);

-- CreateIndex
CREATE INDEX "delivery_receivedAt_idx" ON "delivery"("receivedAt");

-- CreateIndex
CREATE INDEX "vendor_call_at_idx" ON "vendor_call"("at");

-- AddForeignKey
ALTER TABLE "sweep_run" ADD CONSTRAINT "sweep_run_portalId_workspaceId_fkey" FOREIGN KEY ("portalId", "workspaceId") REFERENCES "workspace"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's language cannot say.

-- One sweep of a workspace at a time, however many ask for one.
CREATE UNIQUE INDEX "sweep_run_one_running" ON "sweep_run"("workspaceId") WHERE "state" = 'running';
