-- AlterTable
ALTER TABLE "portal" ADD COLUMN     "deleteAskedBy" TEXT,
ADD COLUMN     "deleteAt" TIMESTAMPTZ(3),
ADD COLUMN     "disconnectedAt" TIMESTAMPTZ(3),
ADD COLUMN     "probedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "counts" JSONB NOT NULL,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "erasure_portalId_at_idx" ON "erasure"("portalId", "at" DESC);
