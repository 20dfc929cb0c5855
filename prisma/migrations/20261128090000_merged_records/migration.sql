-- AlterTable
ALTER TABLE "request" ADD COLUMN     "askedForDealId" TEXT;

-- CreateTable
CREATE TABLE "merged_record" (
    "portalId" INTEGER NOT NULL,
    "objectType" TEXT NOT NULL,
    "mergedId" TEXT NOT NULL,
    "intoId" TEXT NOT NULL,
    "isPrimary" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merged_record_pkey" PRIMARY KEY ("portalId","objectType","mergedId")
);

-- CreateIndex
CREATE INDEX "merged_record_portalId_objectType_intoId_idx" ON "merged_record"("portalId", "objectType", "intoId");

-- Two deals with a request each for the same template may be merged while both are under way.
DROP INDEX "request_one_under_way";
CREATE UNIQUE INDEX "request_one_under_way" ON "request"("portalId", "dealId", "workspaceId", "templateId", COALESCE("askedForDealId", ''))
  WHERE "state" IN ('queued', 'creating', 'checking');
